import { app } from "@azure/functions";
import { answer } from "../shared/http/answer";
import { answerLookup } from "../shared/http/reads/answerLookup";
import { parseInstanceRequest } from "../shared/http/reads/parseInstanceRequest";
import { listEntities } from "../shared/reads/lookups/listEntities";
import { services } from "../shared/runtime/services";

app.http("listEntities", {
  methods: ["GET"],
  authLevel: "anonymous",
  route: "instances/{instanceId}/entities",
  handler: (request, context) =>
    answer(request, context, { group: "read", services }, async (caller, deps) => {
      const asked = parseInstanceRequest(request, caller);
      return answerLookup(await listEntities(asked, deps), asked.instanceId);
    }),
});
