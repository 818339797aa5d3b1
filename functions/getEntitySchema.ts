import { app } from "@azure/functions";
import { answer } from "../shared/http/answer";
import { answerEntitySchema } from "../shared/http/reads/answerEntitySchema";
import { parseEntityRequest } from "../shared/http/reads/parseEntityRequest";
import { getEntitySchema } from "../shared/reads/entities/getEntitySchema";
import { services } from "../shared/runtime/services";

app.http("getEntitySchema", {
  methods: ["GET"],
  authLevel: "function",
  route: "instances/{instanceId}/entities/{entity}/schema",
  handler: (request, context) =>
    answer(request, context, async () => {
      const asked = parseEntityRequest(request);
      return answerEntitySchema(asked, await getEntitySchema(asked, services(context)));
    }),
});
