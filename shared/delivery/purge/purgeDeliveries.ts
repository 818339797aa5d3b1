import { type Version } from "../../model/subject";
import { type Allowance } from "./walkPlaces";

/** One row of an event's deliveries; `row` is opaque. */
export interface DeliveryTrace {
  readonly row: string;
  readonly version: Version;
  /** Of a chunk: something is to be delivered, even where the event has no marker yet. */
  readonly isChunk: boolean;
}

export interface DeliveryPurgeDeps {
  /** At most 1,000 rows of an event's deliveries, chunks first. */
  readonly listDeliveryTraces: (eventId: string) => Promise<readonly DeliveryTrace[]>;
  /** Removes those whose version is still the given one, at most 100: who changed one meanwhile needs it. */
  readonly removeDeliveryTraces: (eventId: string, traces: readonly DeliveryTrace[]) => Promise<void>;
}

interface PurgedDeliveries {
  /** Nothing is left of the event's deliveries. */
  readonly isBare: boolean;
  readonly deliveries: number;
}

const MOST_AT_ONCE = 100;

/** Removes the rows of an event's deliveries, unless one of them is to be tried again. What was left is looked at once more. */
export async function purgeDeliveries(
  eventId: string,
  allowance: Allowance,
  deps: DeliveryPurgeDeps,
): Promise<PurgedDeliveries> {
  let deliveries = 0;
  while (allowance.left > 0) {
    const traces = await deps.listDeliveryTraces(eventId);
    allowance.left -= 1;
    if (traces.length === 0) return { isBare: true, deliveries };
    if (traces.some(({ isChunk }) => isChunk)) break;
    for (let start = 0; start < traces.length && allowance.left > 0; start += MOST_AT_ONCE) {
      const batch = traces.slice(start, start + MOST_AT_ONCE);
      await deps.removeDeliveryTraces(eventId, batch);
      allowance.left -= 1;
      deliveries += batch.length;
    }
  }
  return { isBare: false, deliveries };
}
