/**
 * Superseding: one callback URL has one live subscription. A flow that is saved again subscribes anew, and its older
 * subscriptions end where the new one begins: each event goes to exactly one of them.
 */

import { defined } from "../model/defined";
import { unlessUnreadable } from "../model/errors";
import { type CallbackEntry, type Subscription, type SubscriptionKey, isOlder } from "../model/subscription";
import { type SubscriptionPorts } from "./ports";

/** The properties of a stored subscription that its successors need. */
export interface Stored extends Pick<Subscription, "key" | "untilSequence"> {
  /** Absent when the row cannot be read. */
  readonly whole?: Subscription;
}

/**
 * An earlier subscription with the same callback. If `stored` is undefined, its subscribe broke off or is under way.
 */
export interface Earlier extends CallbackEntry {
  readonly stored: Pick<Stored, "untilSequence"> | undefined;
}

export interface Superseding {
  /** Subscriptions to end in the transaction that stores the new one, if they are stored by then. */
  readonly ended: readonly SubscriptionKey[];
  readonly removed: readonly SubscriptionKey[];
}

/**
 * The most subscriptions that have no row yet and are ended all the same: each is one more action in the transaction.
 */
const MAX_UNSTORED = 10;

/** Longer than any subscribe takes, also one whose caller no longer waits. */
const MAX_SUBSCRIBE_MS = 600_000;

/**
 * Plans what happens to a callback's earlier subscriptions (newest first):
 * - of the same instance and live: they end in the transaction that stores the new one, so that each event goes to one
 * of them. Their rows stay for their open deliveries.
 * - of the same instance and ended: they keep their end. Each is removed once another one has ended after it, and no
 * repetition of its subscribe's write can be under way any more: that would store it again, without its end.
 * - of another instance: they are removed at once.
 * - not stored yet: they keep their index entry. The new subscription finds them by it when it looks again, and the
 * purge finds those that came too late for that.
 */
export function planSuperseding(
  earlier: readonly Earlier[],
  { key: { instanceId }, order }: CallbackEntry,
): Superseding {
  const here = earlier.filter(({ key }) => key.instanceId === instanceId);
  const elsewhere = earlier.filter(({ key, stored }) => stored && key.instanceId !== instanceId);
  const live = here.filter(({ stored }) => stored && stored.untilSequence === undefined);
  const past = here.filter(({ stored }) => stored?.untilSequence !== undefined);
  const unstored = earlier.filter(({ stored }) => !stored);
  const isLongPast = (each: Earlier): boolean => each.order < order - MAX_SUBSCRIBE_MS;
  const neverStored = unstored.slice(MAX_UNSTORED).filter(isLongPast);
  const soonStored = unstored.slice(0, MAX_UNSTORED).filter(({ key }) => key.instanceId === instanceId);
  return {
    ended: [...live, ...soonStored].map(toKey),
    removed: [...elsewhere, ...past.slice(live.length > 0 ? 0 : 1).filter(isLongPast), ...neverStored].map(toKey),
  };
}

function toKey({ key }: Earlier): SubscriptionKey {
  return key;
}

type LoadDeps = Pick<SubscriptionPorts, "loadSubscription">;

type SupersedeDeps = LoadDeps & Pick<SubscriptionPorts, "listByCallback" | "endSubscription" | "removeSubscriptions">;

/**
 * Leaves one live subscription when several are made at the same moment. Each looks after it is stored, so the later of
 * two to be stored sees both, and the older ends where the newer begins. A newer one that is not stored is ignored: its
 * host may have died, and the flow would be left without a subscription.
 */
export async function endOlderConcurrent(
  subscription: Subscription,
  order: number,
  deps: SupersedeDeps,
): Promise<void> {
  const mine = { key: subscription.key, order };
  const entries = await deps.listByCallback(subscription);
  const others = entries.filter(({ key }) => key.random !== mine.key.random);
  const stored = await Promise.all(others.map(async (entry) => ({ entry, found: await loadStored(entry.key, deps) })));
  const inOrder = stored.toSorted((a, b) => (isOlder(a.entry, b.entry) ? -1 : 1));
  for (const { entry, found } of inOrder)
    if (found && found.untilSequence === undefined && isOlder(entry, mine))
      await endOlder(found.key, subscription, deps);
  const next = inOrder.find(({ entry, found }) => found?.whole && isOlder(mine, entry))?.found?.whole;
  if (next) await endOlder(subscription.key, next, deps);
}

/**
 * Loads a subscription; undefined when it is not stored. A row that cannot be read, for instance because its encryption
 * key is gone, counts as live: saving or deleting the flow is the remedy for that, so it must not fail.
 */
export async function loadStored(key: SubscriptionKey, { loadSubscription }: LoadDeps): Promise<Stored | undefined> {
  return unlessUnreadable(
    async () => {
      const whole = await loadSubscription(key);
      if (!whole) return undefined;
      const { untilSequence } = whole;
      return { key, whole, ...defined({ untilSequence }) };
    },
    () => ({ key }),
  );
}

/**
 * Ends the older of two subscriptions with one callback, by the rule of `planSuperseding`: one of the same instance
 * keeps its row for its open deliveries, one of another instance is removed.
 */
async function endOlder(older: SubscriptionKey, newer: Subscription, deps: SupersedeDeps): Promise<void> {
  if (older.instanceId === newer.key.instanceId) await deps.endSubscription(older, newer.afterSequence);
  else await deps.removeSubscriptions(newer, [older]);
}
