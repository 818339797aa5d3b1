import { app } from "@azure/functions";
import { answer } from "../shared/http/answer";
import { answerLookup } from "../shared/http/reads/answerLookup";
import { parseInstanceRequest } from "../shared/http/reads/parseInstanceRequest";
import { listDataSources } from "../shared/reads/lookups/listDataSources";
import { services } from "../shared/runtime/services";

app.http("listDataSources", {
  methods: ["GET"],
  authLevel: "anonymous",
  route: "instances/{instanceId}/data-sources",
  handler: (request, context) =>
    answer(request, context, { group: "read", services }, async (caller, deps) => {
      const asked = parseInstanceRequest(request, caller);
      return answerLookup(await listDataSources(asked, deps), asked.instanceId);
    }),
});
