import { app } from "@azure/functions";
import { updateItem } from "../shared/data/writes";
import { answer } from "../shared/http/answer";
import { answerUpdated, parseItemUpdate } from "../shared/http/routes/writes";
import { services } from "../shared/runtime/services";

app.http("updateItem", {
  methods: ["PATCH"],
  authLevel: "anonymous",
  route: "instances/{instanceId}/entities/{entity}/items/{itemId}",
  handler: (request, context) =>
    answer(request, context, { group: "write", services }, async (caller, deps) => {
      const item = await parseItemUpdate(request, caller);
      return answerUpdated(item, await updateItem(item, deps));
    }),
});
