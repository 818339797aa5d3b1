import { app } from "@azure/functions";
import { answerAnyone } from "../shared/http/answerAnyone";
import { answerHealth } from "../shared/http/routes/health";
import { services } from "../shared/runtime/services";

// Open to all: load balancers and monitors have no credentials, and are told no more than yes or no.
app.http("checkHealth", {
  methods: ["GET"],
  authLevel: "anonymous",
  route: "health",
  handler: (request, context) =>
    answerAnyone(request, context, services, (reply, open) => answerHealth(request, open, reply)),
});
