import { app } from "@azure/functions";
import { answer } from "../shared/http/answer";
import { answerDeliveries, parseDeliveriesQuery } from "../shared/http/routes/deliveries";
import { services } from "../shared/runtime/services";

app.http("listDeliveries", {
  methods: ["GET"],
  authLevel: "anonymous",
  route: "events/{eventId}/deliveries",
  handler: (request, context) =>
    answer(request, context, { group: "subscribe", services }, async (caller, { listDeliveries, callback }) => {
      const { of, paging } = parseDeliveriesQuery(request, caller);
      const place = { request, eventId: of.eventId, publicBaseUrl: callback.publicBaseUrl, caller };
      return answerDeliveries(await listDeliveries(of, paging), place);
    }),
});
