import { app } from "@azure/functions";
import { listItems } from "../shared/data/listItems";
import { answer } from "../shared/http/answer";
import { answerItems, parseListItems } from "../shared/http/routes/items";
import { services } from "../shared/runtime/services";

app.http("listItems", {
  methods: ["GET"],
  authLevel: "anonymous",
  route: "instances/{instanceId}/entities/{entity}/items",
  handler: (request, context) =>
    answer(request, context, { group: "read", services }, async (caller, deps) => {
      const asked = parseListItems(request, caller, deps.links.sealer);
      return answerItems(asked, await listItems(asked, deps), { request, ...deps.links });
    }),
});
