import { app } from "@azure/functions";
import { getItem } from "../shared/data/getItem";
import { answer } from "../shared/http/answer";
import { answerItem, parseGetItem } from "../shared/http/routes/items";
import { services } from "../shared/runtime/services";

app.http("getItem", {
  methods: ["GET"],
  authLevel: "anonymous",
  route: "instances/{instanceId}/entities/{entity}/items/{itemId}",
  handler: (request, context) =>
    answer(request, context, { group: "read", services }, async (caller, deps) => {
      const asked = parseGetItem(request, caller);
      return answerItem(asked, await getItem(asked, deps));
    }),
});
