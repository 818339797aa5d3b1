import { app } from "@azure/functions";
import { answer } from "../shared/http/answer";
import { requireOwnSubscription } from "../shared/http/subscriptions/requireOwnSubscription";
import { showSubscription } from "../shared/http/subscriptions/showSubscription";
import { services } from "../shared/runtime/services";

app.http("getSubscription", {
  methods: ["GET"],
  authLevel: "function",
  route: "subscriptions/{subscriptionId}",
  handler: (request, context) =>
    answer(request, context, async () => {
      const found = await requireOwnSubscription(request, services(context));
      return { status: 200, jsonBody: showSubscription(found) };
    }),
});
