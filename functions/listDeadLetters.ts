import { app } from "@azure/functions";
import { answer } from "../shared/http/answer";
import { answerDeadLetters } from "../shared/http/deadLetters/answerDeadLetters";
import { parseLetterQuery } from "../shared/http/deadLetters/parseLetterQuery";
import { listLetters } from "../shared/delivery/deadLetters/listLetters";
import { services } from "../shared/runtime/services";

app.http("listDeadLetters", {
  methods: ["GET"],
  authLevel: "anonymous",
  route: "dead-letters",
  handler: (request, context) =>
    answer(request, context, { group: "subscribe", services }, async (caller, deps) => {
      const { filter, paging } = parseLetterQuery(request, caller);
      return answerDeadLetters(await listLetters(filter, paging, deps), request, deps.callback.publicBaseUrl);
    }),
});
