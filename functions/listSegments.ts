import { app } from "@azure/functions";
import { answer } from "../shared/http/answer";
import { answerLookup } from "../shared/http/reads/answerLookup";
import { parseInstanceRequest } from "../shared/http/reads/parseInstanceRequest";
import { listSegments } from "../shared/reads/lookups/listSegments";
import { services } from "../shared/runtime/services";

app.http("listSegments", {
  methods: ["GET"],
  authLevel: "function",
  route: "instances/{instanceId}/segments",
  handler: (request, context) =>
    answer(request, context, async () => {
      const asked = parseInstanceRequest(request);
      return answerLookup(await listSegments(asked, services(context)), asked.instanceId);
    }),
});
