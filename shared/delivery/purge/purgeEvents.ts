/**
 * The purge of events: old events of an instance, and the gaps in its history, go with the rows of their deliveries. An
 * event that is not yet handed over, or has a chunk left, stays whatever its age.
 */
import { type Instant } from "../../model/instant";
import { type Allowance, batchesOf, removeInBatches } from "./walkPartitions";
import { type OldEvent, type OpenEvent, type PurgePorts } from "./ports";

type EventPurgeDeps = DeliveryPurgeDeps & Pick<PurgePorts, "listOpenEvents" | "listOldEvents" | "removeEvents">;

type DeliveryPurgeDeps = Pick<PurgePorts, "listDeliveryTraces" | "removeDeliveryTraces">;

interface PurgedEvents {
  readonly events: number;
  readonly deliveries: number;
}

/**
 * Removes an instance's events that were detected at `until` or earlier. The rows of an event's deliveries go before
 * its own, so that the next purge finds by the event what an interrupted one has left. The oldest of a page go first.
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
    for (const batch of batchesOf(over, allowance)) {
      const { events, deliveries } = await purgeBatch(instanceId, batch, allowance, deps);
      purged.events += events;
      purged.deliveries += deliveries;
    }
  }
  return purged;
}

/** True when an event, or a gap, may go: it is old enough and nothing of it is pending. */
function isEventOver({ sequence, detectedAt }: OldEvent, open: readonly OpenEvent[], until: Instant): boolean {
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
  /** True when nothing is left of the event's deliveries. */
  readonly isBare: boolean;
  readonly deliveries: number;
}

/**
 * Removes the rows of an event's deliveries, unless one of them is a chunk, which is to be tried again. After a removal
 * it lists once more: a row that has changed meanwhile was left.
 */
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
    deliveries += await removeInBatches(traces, allowance, (batch) => deps.removeDeliveryTraces(eventId, batch));
  }
  return { isBare: false, deliveries };
}
