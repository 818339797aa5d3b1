import { app } from "@azure/functions";
import { lookUpSegments } from "../shared/data/lookups";
import { answer } from "../shared/http/answer";
import { answerLookup, parseInstanceRequest } from "../shared/http/routes/lookups";
import { services } from "../shared/runtime/services";

app.http("listSegments", {
  methods: ["GET"],
  authLevel: "anonymous",
  route: "instances/{instanceId}/segments",
  handler: (request, context) =>
    answer(request, context, { group: "read", services }, async (caller, deps) => {
      const asked = parseInstanceRequest(request, caller);
      return answerLookup(await lookUpSegments(asked, deps), asked.instanceId);
    }),
});
