import { type StoredEvent } from "../model/event";
import { type SubscriptionKey } from "../model/subscription";

/** An event as one subscription sees it: a crossing is of that subscription's threshold, in one of its directions. */
export function addressEvent(event: StoredEvent, { threshold }: SubscriptionKey): StoredEvent {
  const { crossing, fields } = event;
  if (!threshold || !crossing) return event;
  const direction = crossing.current > crossing.previous ? "above" : "below";
  return { ...event, fields: { ...fields, threshold: threshold.value, direction } };
}
