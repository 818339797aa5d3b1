import { app } from "@azure/functions";
import { answer } from "../shared/http/answer";
import { answerCreated } from "../shared/http/writes/answerCreated";
import { parseItemWrite } from "../shared/http/writes/parseItemWrite";
import { createItem } from "../shared/reads/writes/createItem";
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
