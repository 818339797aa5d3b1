import { type EventReference } from "../../model/event";
import { type Instant } from "../../model/instant";
import { type Version } from "../../model/subject";
import { type Allowance } from "./walkPlaces";

/** One row of an event's deliveries; `row` is opaque. */
export interface DeliveryTrace {
  readonly row: string;
  readonly version: Version;
  /** Of a chunk: something is to be delivered, even where the event has no marker yet. */
  readonly isChunk: boolean;
}

interface DeliveryPurgeDeps {
  /** At most 1,000 rows of an event's deliveries, chunks first. */
  readonly listDeliveryTraces: (eventId: string) => Promise<readonly DeliveryTrace[]>;
  /** Removes those whose version is still the given one, at most 100: who changed one meanwhile needs it. */
  readonly removeDeliveryTraces: (eventId: string, traces: readonly DeliveryTrace[]) => Promise<void>;
}

/** An event with a pending marker. */
export interface OpenEvent {
  readonly sequence: number;
  /** Absent when the marker cannot be read: then nobody knows what it still needs. */
  readonly event?: EventReference;
  /** Every subscription that it is for is in a chunk. */
  readonly handedOver: boolean;
}

/** An event of an instance's history, or a gap, which has no id and no deliveries. */
export interface OldEvent {
  readonly sequence: number;
  readonly eventId?: string;
  readonly detectedAt: Instant;
}

export interface EventPurgeDeps extends DeliveryPurgeDeps {
  /** Those with a pending marker, also one that cannot be read. */
  readonly listOpenEvents: (instanceId: string) => Promise<readonly OpenEvent[]>;
  /** Events and gaps detected at `until` or earlier, with a sequence below the given one; at most 1,000, newest first. */
  readonly listOldEvents: (instanceId: string, until: Instant, below: number) => Promise<readonly OldEvent[]>;
  /** Passes over those that are gone. */
  readonly removeEvents: (instanceId: string, sequences: readonly number[]) => Promise<void>;
}

interface PurgedEvents {
  readonly events: number;
  readonly deliveries: number;
}

const MAX_EVENTS = 100;

/**
 * Removes an instance's old events. The rows of an event's deliveries go before its own: an interrupted purge leaves nothing that
 * the next one does not find by its event. The oldest of a page go first.
 */
export async function purgeEvents(
  instanceId: string,
  until: Instant,
  allowance: Allowance,
  deps: EventPurgeDeps,
): Promise<PurgedEvents> {
  const open = await deps.listOpenEvents(instanceId);
  allowance.left -= 1;
  const purged = { events: 0, deliveries: 0 };
  let below = Number.MAX_SAFE_INTEGER;
  while (allowance.left > 0) {
    const page = await deps.listOldEvents(instanceId, until, below);
    allowance.left -= 1;
    const oldest = page.at(-1);
    if (!oldest) break;
    below = oldest.sequence;
    const over = page.filter((event) => isEventOver(event, open, until)).toReversed();
    for (let start = 0; start < over.length && allowance.left > 0; start += MAX_EVENTS) {
      const batch = await purgeBatch(instanceId, over.slice(start, start + MAX_EVENTS), allowance, deps);
      purged.events += batch.events;
      purged.deliveries += batch.deliveries;
    }
  }
  return purged;
}

/** True of an event, or a gap, that may go: it is old enough and nothing of it is pending. */
function isEventOver(
  { sequence, detectedAt }: { readonly sequence: number; readonly detectedAt: Instant },
  open: readonly OpenEvent[],
  until: Instant,
): boolean {
  return detectedAt <= until && !open.some((each) => each.sequence === sequence);
}

const BARE = { isBare: true, deliveries: 0 };

async function purgeBatch(
  instanceId: string,
  events: readonly OldEvent[],
  allowance: Allowance,
  deps: EventPurgeDeps,
): Promise<PurgedEvents> {
  const bare: number[] = [];
  let deliveries = 0;
  for (const { sequence, eventId } of events) {
    if (allowance.left <= 0) break;
    const purged = eventId === undefined ? BARE : await purgeDeliveries(eventId, allowance, deps);
    deliveries += purged.deliveries;
    if (purged.isBare) bare.push(sequence);
  }
  if (bare.length > 0) await deps.removeEvents(instanceId, bare);
  allowance.left -= 1;
  return { events: bare.length, deliveries };
}

interface PurgedDeliveries {
  /** Nothing is left of the event's deliveries. */
  readonly isBare: boolean;
  readonly deliveries: number;
}

const MAX_TRACES = 100;

/** Removes the rows of an event's deliveries, unless one of them is to be tried again. What was left is looked at once more. */
async function purgeDeliveries(
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
    for (let start = 0; start < traces.length && allowance.left > 0; start += MAX_TRACES) {
      const batch = traces.slice(start, start + MAX_TRACES);
      await deps.removeDeliveryTraces(eventId, batch);
      allowance.left -= 1;
      deliveries += batch.length;
    }
  }
  return { isBare: false, deliveries };
}
