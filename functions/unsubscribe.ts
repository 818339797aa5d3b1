import { app } from "@azure/functions";
import { answer } from "../shared/http/answer";
import { services } from "../shared/runtime/services";
import { unsubscribe } from "../shared/subscriptions/unsubscribe";

// Anonymous: Power Automate may call it without a key, and the id is a secret of its own (docs/decisions/0005).
app.http("unsubscribe", {
  methods: ["DELETE"],
  authLevel: "anonymous",
  route: "subscriptions/{subscriptionId}",
  handler: (request, context) =>
    answer(request, context, async () => {
      await unsubscribe(request.params["subscriptionId"] ?? "", services(context));
      return { status: 204 };
    }),
});
