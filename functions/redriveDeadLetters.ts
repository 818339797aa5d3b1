import { app } from "@azure/functions";
import { redriveDeadLetters } from "../shared/delivery/deadLetters/redriveDeadLetters";
import { answer } from "../shared/http/answer";
import { answerRedrive, parseRedrive } from "../shared/http/routes/redrive";
import { services } from "../shared/runtime/services";

app.http("redriveDeadLetters", {
  methods: ["POST"],
  authLevel: "anonymous",
  route: "dead-letters/redrive",
  handler: (request, context) =>
    answer(request, context, { group: "subscribe", services }, async (caller, deps) =>
      answerRedrive(await redriveDeadLetters(await parseRedrive(request, caller), deps)),
    ),
});
