import { app } from "@azure/functions";
import { answer } from "../shared/http/answer";
import { answerItems } from "../shared/http/reads/answerItems";
import { parseListItems } from "../shared/http/reads/parseListItems";
import { listItems } from "../shared/reads/items/listItems";
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
