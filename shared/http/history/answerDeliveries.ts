import { type HttpRequest, type HttpResponseInit } from "@azure/functions";
import { type Caller } from "../../access/caller";
import { mayUseInstance } from "../../access/mayUseInstance";
import { type DeliveryStatus } from "../../model/delivery";
import { type Page } from "../../model/page";
import { subscriptionHash } from "../../model/subscription";
import { answerPage } from "../paging/answerPage";
import { foreignCursor } from "../paging/parsePaging";
import { invalidFields } from "../requestProblem";

interface Place {
  readonly request: HttpRequest;
  readonly eventId: string;
  readonly publicBaseUrl: string;
  readonly caller: Pick<Caller, "instances">;
}

/**
 * A page of deliveries as their owner sees them; `undefined` stands for a cursor that is not ours. An event is of one instance:
 * to whoever may not use it, it is as one that nobody was told of.
 */
export function answerDeliveries(
  page: Page<DeliveryStatus> | undefined,
  { request, eventId, publicBaseUrl, caller }: Place,
): HttpResponseInit {
  if (!page) throw invalidFields([foreignCursor()]);
  const { items, ...rest } = page;
  const isHidden = items.some(({ subscription }) => !mayUseInstance(caller, subscription.instanceId));
  const shown = isHidden ? { items: [] } : { ...rest, items: items.map((each) => show(each)) };
  return answerPage(shown, { request, url: `${publicBaseUrl}/events/${eventId}/deliveries` });
}

function show({ subscription, connection: _connection, ...status }: DeliveryStatus): object {
  const { instanceId, trigger } = subscription;
  return { subscription: subscriptionHash(subscription), instanceId, trigger, ...status };
}
