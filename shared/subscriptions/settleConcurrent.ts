import {
  type CallbackEntry,
  type CallbackOwner,
  type Subscription,
  type SubscriptionKey,
  isOlder,
} from "../model/subscription";
import { type LoadDeps, loadStored } from "./loadStored";

export interface SettleDeps extends LoadDeps {
  readonly listByCallback: (owner: CallbackOwner) => Promise<readonly CallbackEntry[]>;
  /** Ends one that is live; any other is passed over. */
  readonly endSubscription: (key: SubscriptionKey, untilSequence: number) => Promise<void>;
  readonly removeSubscriptions: (owner: CallbackOwner, keys: readonly SubscriptionKey[]) => Promise<void>;
}

/**
 * Leaves one live subscription of those made at the same moment. Each looks after it is stored, so the later of two to be stored
 * sees both, and the older ends where the newer begins. A newer one that is not stored counts for nothing: its host may
 * have died, and the flow would be without any.
 */
export async function settleConcurrent(subscription: Subscription, order: number, deps: SettleDeps): Promise<void> {
  const mine = { key: subscription.key, order };
  const entries = await deps.listByCallback(subscription);
  const others = entries.filter(({ key }) => key.random !== mine.key.random);
  const stored = await Promise.all(others.map(async (entry) => ({ entry, found: await loadStored(entry.key, deps) })));
  const inOrder = stored.toSorted((a, b) => (isOlder(a.entry, b.entry) ? -1 : 1));
  for (const { entry, found } of inOrder)
    if (found && found.untilSequence === undefined && isOlder(entry, mine))
      await giveWay(found.key, subscription, deps);
  const next = inOrder.find(({ entry, found }) => found?.whole && isOlder(mine, entry))?.found?.whole;
  if (next) await giveWay(subscription.key, next, deps);
}

/** Both have one callback. As `planSuperseding` has it: of the same instance it keeps its row for what it has open; of another it goes at once. */
async function giveWay(older: SubscriptionKey, newer: Subscription, deps: SettleDeps): Promise<void> {
  if (older.instanceId === newer.key.instanceId) await deps.endSubscription(older, newer.afterSequence);
  else await deps.removeSubscriptions(newer, [older]);
}
