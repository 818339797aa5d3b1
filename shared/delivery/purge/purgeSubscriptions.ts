import { type StoredChunk } from "../../model/delivery";
import { type EventReference } from "../../model/event";
import { type Instant } from "../../model/instant";
import { type OpenEvent } from "./isEventOver";
import { type EndedSubscription, type OpenDeliveries, isAwaited, isSubscriptionOver } from "./isSubscriptionOver";
import { type Allowance } from "./walkPlaces";

export interface SubscriptionPurgeDeps {
  /** Those that are dormant or superseded. */
  readonly listEndedSubscriptions: (instanceId: string) => Promise<readonly EndedSubscription[]>;
  readonly listOpenEvents: (instanceId: string) => Promise<readonly OpenEvent[]>;
  readonly listChunks: (event: EventReference) => Promise<readonly StoredChunk[]>;
  /** Removes those whose version is still the given one, at most 100: one that was revived meanwhile stays. */
  readonly removeEndedSubscriptions: (instanceId: string, ended: readonly EndedSubscription[]) => Promise<void>;
}

const MOST_AT_ONCE = 100;

/**
 * Removes an instance's subscriptions that have been dormant or superseded for long. Their entries in the callback index are
 * abandoned then, and go with others of the kind. The watch goes with the next poll, when nobody is interested any more.
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
  let removed = 0;
  for (let start = 0; start < unawaited.length && allowance.left > 0; start += MOST_AT_ONCE) {
    const batch = unawaited.slice(start, start + MOST_AT_ONCE);
    await deps.removeEndedSubscriptions(instanceId, batch);
    allowance.left -= 1;
    removed += batch.length;
  }
  return removed;
}

/** All of it, whatever is left of the allowance: what is not known to be delivered must stay. */
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
