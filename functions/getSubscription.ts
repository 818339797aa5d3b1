import { app } from "@azure/functions";
import { answer } from "../shared/http/answer";
import { requireOwnSubscription, showSubscription } from "../shared/http/routes/subscriptions";
import { services } from "../shared/runtime/services";

app.http("getSubscription", {
  methods: ["GET"],
  authLevel: "anonymous",
  route: "subscriptions/{subscriptionId}",
  handler: (request, context) =>
    answer(request, context, { group: "subscribe", services }, async (caller, deps) => {
      const found = await requireOwnSubscription(request, caller, deps);
      return { status: 200, jsonBody: showSubscription(found) };
    }),
});
