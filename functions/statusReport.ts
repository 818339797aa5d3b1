import { app } from "@azure/functions";
import { answer } from "../shared/http/answer";
import { answerStatusReport, parseStatusReport } from "../shared/http/routes/statusReport";
import { statusReport } from "../shared/operations/statusReport";
import { services } from "../shared/runtime/services";

app.http("statusReport", {
  methods: ["GET"],
  authLevel: "anonymous",
  route: "instances/{instanceId}/status-report",
  handler: (request, context) =>
    answer(request, context, { group: "read", services }, async (caller, deps) => {
      const asked = parseStatusReport(request, caller);
      return answerStatusReport(asked, await statusReport(asked, deps));
    }),
});
