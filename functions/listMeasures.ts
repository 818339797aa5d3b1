import { app } from "@azure/functions";
import { lookUpMeasures } from "../shared/data/lookups";
import { answer } from "../shared/http/answer";
import { answerLookup, parseMeasuresRequest } from "../shared/http/routes/lookups";
import { services } from "../shared/runtime/services";

app.http("listMeasures", {
  methods: ["GET"],
  authLevel: "anonymous",
  route: "instances/{instanceId}/measures",
  handler: (request, context) =>
    answer(request, context, { group: "read", services }, async (caller, deps) => {
      const asked = parseMeasuresRequest(request, caller);
      return answerLookup(await lookUpMeasures(asked, deps), asked.instanceId);
    }),
});
