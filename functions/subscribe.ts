import { app } from "@azure/functions";
import { answer } from "../shared/http/answer";
import { answerSubscribe, parseSubscribe } from "../shared/http/routes/subscribe";
import { services } from "../shared/runtime/services";
import { subscribe } from "../shared/subscriptions/subscribe";

app.http("subscribe", {
  methods: ["POST"],
  authLevel: "anonymous",
  route: "instances/{instanceId}/triggers/{trigger}",
  handler: (request, context) =>
    answer(request, context, { group: "subscribe", bucket: "subscribes", services }, async (caller, deps) => {
      const wanted = await parseSubscribe(request, caller, deps.allowedHosts);
      return answerSubscribe(wanted, await subscribe(wanted, deps), deps.callback.publicBaseUrl);
    }),
});
