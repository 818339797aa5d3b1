import { app } from "@azure/functions";
import { answer } from "../shared/http/answer";
import { answerLookup } from "../shared/http/reads/answerLookup";
import { parseMeasuresRequest } from "../shared/http/reads/parseMeasuresRequest";
import { listMeasures } from "../shared/reads/lookups/listMeasures";
import { services } from "../shared/runtime/services";

app.http("listMeasures", {
  methods: ["GET"],
  authLevel: "anonymous",
  route: "instances/{instanceId}/measures",
  handler: (request, context) =>
    answer(request, context, { group: "read", services }, async (caller, deps) => {
      const asked = parseMeasuresRequest(request, caller);
      return answerLookup(await listMeasures(asked, deps), asked.instanceId);
    }),
});
