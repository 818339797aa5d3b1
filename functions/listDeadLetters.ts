import { app } from "@azure/functions";
import { listEveryDeadLetter } from "../shared/delivery/deadLetters/redriveDeadLetters";
import { answer } from "../shared/http/answer";
import { answerDeadLetters, parseDeadLetterQuery } from "../shared/http/routes/deadLetters";
import { services } from "../shared/runtime/services";

app.http("listDeadLetters", {
  methods: ["GET"],
  authLevel: "anonymous",
  route: "dead-letters",
  handler: (request, context) =>
    answer(request, context, { group: "subscribe", services }, async (caller, deps) => {
      const { filter, paging } = parseDeadLetterQuery(request, caller);
      return answerDeadLetters(await listEveryDeadLetter(filter, paging, deps), request, deps.callback.publicBaseUrl);
    }),
});
