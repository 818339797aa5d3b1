import { type Instant } from "../../model/instant";
import { type OpenEvent, isEventOver } from "./isEventOver";
import { type DeliveryPurgeDeps, purgeDeliveries } from "./purgeDeliveries";
import { type Allowance } from "./walkPlaces";

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

const MOST_AT_ONCE = 100;

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
    for (let start = 0; start < over.length && allowance.left > 0; start += MOST_AT_ONCE) {
      const batch = await purgeBatch(instanceId, over.slice(start, start + MOST_AT_ONCE), allowance, deps);
      purged.events += batch.events;
      purged.deliveries += batch.deliveries;
    }
  }
  return purged;
}

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

const BARE = { isBare: true, deliveries: 0 };
