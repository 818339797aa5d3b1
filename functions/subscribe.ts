import { app } from "@azure/functions";
import { identifyConnection } from "../shared/access/identifyConnection";
import { answer } from "../shared/http/answer";
import { answerSubscribe } from "../shared/http/answerSubscribe";
import { limitCalls } from "../shared/http/limitCalls";
import { parseSubscribe } from "../shared/http/parseSubscribe";
import { services } from "../shared/runtime/services";
import { subscribe } from "../shared/subscriptions/subscribe";

app.http("subscribe", {
  methods: ["POST"],
  authLevel: "function",
  route: "instances/{instanceId}/triggers/{trigger}",
  handler: (request, context) =>
    answer(
      request,
      context,
      async () => {
        const deps = services(context);
        const wanted = await parseSubscribe(request, deps.allowedHosts);
        return answerSubscribe(wanted, await subscribe(wanted, deps), deps.callback.publicBaseUrl);
      },
      () => limitCalls(identifyConnection(request), "subscribes", services(context)),
    ),
});
