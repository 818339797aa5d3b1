import { app } from "@azure/functions";
import { answerAnyone } from "../shared/http/answerAnyone";
import { services } from "../shared/runtime/services";
import { unsubscribe } from "../shared/subscriptions/unsubscribe";

// Open to all: Power Automate may call it without a key, and the id is a secret of its own (docs/decisions/0005).
app.http("unsubscribe", {
  methods: ["DELETE"],
  authLevel: "anonymous",
  route: "subscriptions/{subscriptionId}",
  handler: (request, context) =>
    answerAnyone(request, context, services, async (_reply, open) => {
      await unsubscribe(request.params["subscriptionId"] ?? "", open());
      return { status: 204 };
    }),
});
