import { app } from "@azure/functions";
import { lookUpEntities } from "../shared/data/lookups";
import { answer } from "../shared/http/answer";
import { answerLookup, parseInstanceRequest } from "../shared/http/routes/lookups";
import { services } from "../shared/runtime/services";

app.http("listEntities", {
  methods: ["GET"],
  authLevel: "anonymous",
  route: "instances/{instanceId}/entities",
  handler: (request, context) =>
    answer(request, context, { group: "read", services }, async (caller, deps) => {
      const asked = parseInstanceRequest(request, caller);
      return answerLookup(await lookUpEntities(asked, deps), asked.instanceId);
    }),
});
