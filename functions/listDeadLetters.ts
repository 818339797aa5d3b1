import { app } from "@azure/functions";
import { answer } from "../shared/http/answer";
import { answerDeadLetters } from "../shared/http/deadLetters/answerDeadLetters";
import { parseLetterQuery } from "../shared/http/deadLetters/parseLetterQuery";
import { listLetters } from "../shared/delivery/deadLetters/listLetters";
import { services } from "../shared/runtime/services";

app.http("listDeadLetters", {
  methods: ["GET"],
  authLevel: "function",
  route: "dead-letters",
  handler: (request, context) =>
    answer(request, context, async () => {
      const deps = services(context);
      const { filter, paging } = parseLetterQuery(request);
      return answerDeadLetters(await listLetters(filter, paging, deps), request, deps.callback.publicBaseUrl);
    }),
});
