import { app } from "@azure/functions";
import { testSubscription } from "../shared/delivery/testSubscription";
import { answer } from "../shared/http/answer";
import { answerTest, requireOwnSubscription } from "../shared/http/routes/subscriptions";
import { services } from "../shared/runtime/services";

app.http("testSubscription", {
  methods: ["POST"],
  authLevel: "anonymous",
  route: "subscriptions/{subscriptionId}/test",
  handler: (request, context) =>
    answer(request, context, { group: "subscribe", services }, async (caller, deps) =>
      answerTest(await testSubscription(await requireOwnSubscription(request, caller, deps), deps)),
    ),
});
