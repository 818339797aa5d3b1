import { app } from "@azure/functions";
import { answer } from "../shared/http/answer";
import { answerSubscriptions, parseSubscriptionsQuery } from "../shared/http/routes/subscriptions";
import { services } from "../shared/runtime/services";

app.http("listSubscriptions", {
  methods: ["GET"],
  authLevel: "anonymous",
  route: "subscriptions",
  handler: (request, context) =>
    answer(request, context, { group: "subscribe", services }, async (caller, { listByConnection, callback }) => {
      const { paging } = parseSubscriptionsQuery(request);
      return answerSubscriptions(await listByConnection(caller.connection, paging), request, callback.publicBaseUrl);
    }),
});
