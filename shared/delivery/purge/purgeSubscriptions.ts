/**
 * The purge of subscriptions: those that have been dormant or superseded for long are removed, unless an event is still
 * on its way to them.
 */
import { type Instant } from "../../model/instant";
import { type Allowance, removeInBatches } from "./walkPartitions";
import { type EndedSubscription, type OpenEvent, type PurgePorts } from "./ports";

type SubscriptionPurgeDeps = Pick<
  PurgePorts,
  "listEndedSubscriptions" | "listOpenEvents" | "listChunks" | "removeEndedSubscriptions"
>;

/**
 * Removes an instance's subscriptions that were dormant or superseded at `until` or earlier, and returns how many.
 * Their entries in the callback index are abandoned then and go with that stage; the watch goes with the next poll,
 * when nobody is interested any more.
 */
export async function purgeSubscriptions(
  instanceId: string,
  until: Instant,
  allowance: Allowance,
  deps: SubscriptionPurgeDeps,
): Promise<number> {
  const ended = await deps.listEndedSubscriptions(instanceId);
  allowance.left -= 2;
  const over = ended.filter((subscription) => isSubscriptionOver(subscription, until));
  if (over.length === 0) return 0;
  const open = await loadOpenDeliveries(instanceId, allowance, deps);
  const unawaited = over.filter((subscription) => !isAwaited(subscription, open));
  // Many open events cost more to read than one run may spend. One batch goes all the same, or none ever would.
  allowance.left = Math.max(allowance.left, 1);
  return removeInBatches(unawaited, allowance, (batch) => deps.removeEndedSubscriptions(instanceId, batch));
}

function isSubscriptionOver({ dormantSince, ended }: EndedSubscription, until: Instant): boolean {
  return (dormantSince !== undefined && dormantSince <= until) || (ended !== undefined && ended.at <= until);
}

/** What may still be delivered in an instance. */
interface OpenDeliveries {
  readonly events: readonly OpenEvent[];
  /** Random parts of the subscriptions that are in a chunk. */
  readonly awaited: ReadonlySet<string>;
}

/** Loads all open deliveries, whatever is left of the allowance: what is not known to be delivered must stay. */
async function loadOpenDeliveries(
  instanceId: string,
  allowance: Allowance,
  deps: SubscriptionPurgeDeps,
): Promise<OpenDeliveries> {
  const events = await deps.listOpenEvents(instanceId);
  const awaited = new Set<string>();
  for (const { event } of events) {
    const chunks = event ? await deps.listChunks(event) : [];
    for (const { subscription } of chunks.flatMap(({ chunk }) => chunk.references)) awaited.add(subscription.random);
  }
  allowance.left -= 1 + events.length;
  return { events, awaited };
}

/** True when an event is on its way to a subscription, or may be because it is not handed over yet. */
function isAwaited({ key, ended }: EndedSubscription, { events, awaited }: OpenDeliveries): boolean {
  const last = ended?.sequence ?? Infinity;
  return awaited.has(key.random) || events.some(({ handedOver, sequence }) => !handedOver && sequence <= last);
}
