import { app } from "@azure/functions";
import { answer } from "../shared/http/answer";
import { answerSubscriptions } from "../shared/http/subscriptions/answerSubscriptions";
import { parseSubscriptionsQuery } from "../shared/http/subscriptions/parseSubscriptionsQuery";
import { services } from "../shared/runtime/services";

app.http("listSubscriptions", {
  methods: ["GET"],
  authLevel: "function",
  route: "subscriptions",
  handler: (request, context) =>
    answer(request, context, async () => {
      const { listByConnection, callback } = services(context);
      const { connection, paging } = parseSubscriptionsQuery(request);
      return answerSubscriptions(await listByConnection(connection, paging), request, callback.publicBaseUrl);
    }),
});
