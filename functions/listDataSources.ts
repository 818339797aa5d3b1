import { app } from "@azure/functions";
import { answer } from "../shared/http/answer";
import { answerLookup } from "../shared/http/reads/answerLookup";
import { parseInstanceRequest } from "../shared/http/reads/parseInstanceRequest";
import { listDataSources } from "../shared/reads/lookups/listDataSources";
import { services } from "../shared/runtime/services";

app.http("listDataSources", {
  methods: ["GET"],
  authLevel: "function",
  route: "instances/{instanceId}/data-sources",
  handler: (request, context) =>
    answer(request, context, async () => {
      const asked = parseInstanceRequest(request);
      return answerLookup(await listDataSources(asked, services(context)), asked.instanceId);
    }),
});
