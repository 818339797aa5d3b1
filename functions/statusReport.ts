import { app } from "@azure/functions";
import { identifyConnection } from "../shared/access/identifyConnection";
import { answer } from "../shared/http/answer";
import { answerStatusReport } from "../shared/http/answerStatusReport";
import { limitCalls } from "../shared/http/limitCalls";
import { parseStatusReport } from "../shared/http/parseStatusReport";
import { statusReport } from "../shared/operations/statusReport";
import { services } from "../shared/runtime/services";

app.http("statusReport", {
  methods: ["GET"],
  authLevel: "function",
  route: "instances/{instanceId}/status-report",
  handler: (request, context) =>
    answer(
      request,
      context,
      async () => {
        const asked = parseStatusReport(request);
        return answerStatusReport(asked, await statusReport(asked, services(context)));
      },
      () => limitCalls(identifyConnection(request), "calls", services(context)),
    ),
});
