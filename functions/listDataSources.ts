import { app } from "@azure/functions";
import { lookUpDataSources } from "../shared/data/lookups";
import { answer } from "../shared/http/answer";
import { answerLookup, parseInstanceRequest } from "../shared/http/routes/lookups";
import { services } from "../shared/runtime/services";

app.http("listDataSources", {
  methods: ["GET"],
  authLevel: "anonymous",
  route: "instances/{instanceId}/data-sources",
  handler: (request, context) =>
    answer(request, context, { group: "read", services }, async (caller, deps) => {
      const asked = parseInstanceRequest(request, caller);
      return answerLookup(await lookUpDataSources(asked, deps), asked.instanceId);
    }),
});
