import { type Instant } from "../../model/instant";
import { type Version } from "../../model/subject";
import { type SubscriptionKey } from "../../model/subscription";
import { type OpenEvent } from "./isEventOver";

/** A subscription as far as its age goes. */
export interface EndedSubscription {
  readonly key: SubscriptionKey;
  readonly version: Version;
  readonly dormantSince?: Instant;
  /** When a later one took over, and the last event that this one sees. */
  readonly ended?: { readonly at: Instant; readonly sequence: number };
}

/** What may still be delivered in an instance. */
export interface OpenDeliveries {
  readonly events: readonly OpenEvent[];
  /** Random parts of the subscriptions that are in a chunk. */
  readonly awaited: ReadonlySet<string>;
}

/** True of a subscription that has been dormant or superseded for long enough. */
export function isSubscriptionOver({ dormantSince, ended }: EndedSubscription, until: Instant): boolean {
  return (dormantSince !== undefined && dormantSince <= until) || (ended !== undefined && ended.at <= until);
}

/** True when an event is on its way to a subscription, or may be: it is not handed over yet. */
export function isAwaited({ key, ended }: EndedSubscription, { events, awaited }: OpenDeliveries): boolean {
  const last = ended?.sequence ?? Infinity;
  return awaited.has(key.random) || events.some(({ handedOver, sequence }) => !handedOver && sequence <= last);
}
