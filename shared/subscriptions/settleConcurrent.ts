import { type CallbackOwner, type Subscription, type SubscriptionKey } from "../model/subscription";
import { type CallbackEntry, isOlder } from "../model/callbackEntry";

export interface SettleDeps {
  readonly listByCallback: (owner: CallbackOwner) => Promise<readonly CallbackEntry[]>;
  readonly loadSubscription: (key: SubscriptionKey) => Promise<Subscription | undefined>;
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
  const stored = await Promise.all(
    others.map(async (entry) => ({ entry, found: await deps.loadSubscription(entry.key) })),
  );
  const inOrder = stored.toSorted((a, b) => (isOlder(a.entry, b.entry) ? -1 : 1));
  for (const { entry, found } of inOrder)
    if (found && found.untilSequence === undefined && isOlder(entry, mine)) await giveWay(found, subscription, deps);
  const next = inOrder.find(({ entry, found }) => found && isOlder(mine, entry))?.found;
  if (next) await giveWay(subscription, next, deps);
}

/** As `planSuperseding` has it: of the same instance it keeps its row for what it has open; of another it goes at once. */
async function giveWay(older: Subscription, newer: Subscription, deps: SettleDeps): Promise<void> {
  if (older.key.instanceId === newer.key.instanceId) await deps.endSubscription(older.key, newer.afterSequence);
  else await deps.removeSubscriptions(older, [older.key]);
}
