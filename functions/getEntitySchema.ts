import { app } from "@azure/functions";
import { getEntitySchema } from "../shared/data/entities";
import { answer } from "../shared/http/answer";
import { answerEntitySchema, parseEntityRequest } from "../shared/http/routes/entities";
import { services } from "../shared/runtime/services";

app.http("getEntitySchema", {
  methods: ["GET"],
  authLevel: "anonymous",
  route: "instances/{instanceId}/entities/{entity}/schema",
  handler: (request, context) =>
    answer(request, context, { group: "read", services }, async (caller, deps) => {
      const asked = parseEntityRequest(request, caller);
      return answerEntitySchema(asked, await getEntitySchema(asked, deps));
    }),
});
