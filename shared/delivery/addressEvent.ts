import { type ChunkReference } from "../model/delivery";
import { type StoredEvent } from "../model/event";

/**
 * An event as one delivery tells it: a crossing is of its subscription's threshold, in one of its directions; and a delivery
 * that was redriven says so.
 */
export function addressEvent(event: StoredEvent, { subscription, redrivenAfter }: ChunkReference): StoredEvent {
  const told = redrivenAfter === undefined ? event : { ...event, fields: { ...event.fields, redelivery: true } };
  const { threshold } = subscription;
  const { crossing, fields } = told;
  if (!threshold || !crossing) return told;
  const direction = crossing.current > crossing.previous ? "above" : "below";
  return { ...told, fields: { ...fields, threshold: threshold.value, direction } };
}
