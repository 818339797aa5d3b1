import { app } from "@azure/functions";
import { answer } from "../shared/http/answer";
import { answerItem } from "../shared/http/reads/answerItem";
import { parseGetItem } from "../shared/http/reads/parseGetItem";
import { getItem } from "../shared/reads/items/getItem";
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
