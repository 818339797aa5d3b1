import { app } from "@azure/functions";
import { createItem } from "../shared/data/writes";
import { answer } from "../shared/http/answer";
import { answerCreated, parseItemWrite } from "../shared/http/routes/writes";
import { services } from "../shared/runtime/services";

app.http("createItem", {
  methods: ["POST"],
  authLevel: "anonymous",
  route: "instances/{instanceId}/entities/{entity}/items",
  handler: (request, context) =>
    answer(request, context, { group: "write", services }, async (caller, deps) => {
      const item = await parseItemWrite(request, caller);
      return answerCreated(item, await createItem(item, deps));
    }),
});
