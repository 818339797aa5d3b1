import { type HttpRequest, type HttpResponseInit } from "@azure/functions";
import { type DeliveryStatus } from "../../model/deliveryStatus";
import { type Page } from "../../model/page";
import { subscriptionHash } from "../../model/subscription";
import { answerPage } from "../paging/answerPage";
import { foreignCursor } from "../paging/parsePaging";
import { invalidFields } from "../requestProblem";

interface Place {
  readonly request: HttpRequest;
  readonly eventId: string;
  readonly publicBaseUrl: string;
}

/** A page of deliveries as their owner sees them; `undefined` stands for a cursor that is not ours. */
export function answerDeliveries(
  page: Page<DeliveryStatus> | undefined,
  { request, eventId, publicBaseUrl }: Place,
): HttpResponseInit {
  if (!page) throw invalidFields([foreignCursor()]);
  const { items, ...rest } = page;
  const shown = { ...rest, items: items.map((each) => show(each)) };
  return answerPage(shown, { request, url: `${publicBaseUrl}/events/${eventId}/deliveries` });
}

function show({ subscription, connection: _connection, ...status }: DeliveryStatus): object {
  const { instanceId, trigger } = subscription;
  return { subscription: subscriptionHash(subscription), instanceId, trigger, ...status };
}
