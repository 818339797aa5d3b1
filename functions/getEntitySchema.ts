import { app } from "@azure/functions";
import { answer } from "../shared/http/answer";
import { answerEntitySchema } from "../shared/http/reads/answerEntitySchema";
import { parseEntityRequest } from "../shared/http/reads/parseEntityRequest";
import { getEntitySchema } from "../shared/reads/entities/getEntitySchema";
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
