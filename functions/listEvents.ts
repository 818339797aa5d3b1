import { app } from "@azure/functions";
import { answer } from "../shared/http/answer";
import { answerHistory, parseHistoryQuery } from "../shared/http/routes/events";
import { services } from "../shared/runtime/services";

app.http("listEvents", {
  methods: ["GET"],
  authLevel: "anonymous",
  route: "instances/{instanceId}/events",
  handler: (request, context) =>
    answer(request, context, { group: "operate", services }, async (caller, { listHistory, callback }) => {
      const { instanceId, paging } = parseHistoryQuery(request, caller);
      const place = { request, instanceId, publicBaseUrl: callback.publicBaseUrl };
      return answerHistory(await listHistory(instanceId, paging), place);
    }),
});
