import { app } from "@azure/functions";
import { answer } from "../shared/http/answer";
import { answerLookup } from "../shared/http/reads/answerLookup";
import { parseInstanceRequest } from "../shared/http/reads/parseInstanceRequest";
import { listSegments } from "../shared/reads/lookups/listSegments";
import { services } from "../shared/runtime/services";

app.http("listSegments", {
  methods: ["GET"],
  authLevel: "anonymous",
  route: "instances/{instanceId}/segments",
  handler: (request, context) =>
    answer(request, context, { group: "read", services }, async (caller, deps) => {
      const asked = parseInstanceRequest(request, caller);
      return answerLookup(await listSegments(asked, deps), asked.instanceId);
    }),
});
