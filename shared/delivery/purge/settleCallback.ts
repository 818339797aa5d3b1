import { type SubscriptionKey, isOlder } from "../../model/subscription";
import { type FoundSubscription, type IndexEntry } from "./purgeCallbacks";

export interface SettleDeps {
  /** Ends one that is live; any other is passed over. */
  readonly endSubscription: (key: SubscriptionKey, untilSequence: number) => Promise<void>;
}

/**
 * Leaves one live subscription of a callback. Of two that were made at the same moment the older ends where the newer begins,
 * as soon as one of their subscribes sees both; what died before it could is ended here. One of another instance has no
 * event to end at: it gets no more. Gives how many were ended.
 */
export async function settleCallback(
  entries: readonly IndexEntry[],
  found: ReadonlyMap<string, FoundSubscription>,
  { endSubscription }: SettleDeps,
): Promise<number> {
  const live = entries.filter(({ key }) => found.get(key.random)?.isLive).toSorted((a, b) => (isOlder(a, b) ? -1 : 1));
  const newest = live.pop();
  if (!newest) return 0;
  const begin = found.get(newest.key.random)?.afterSequence ?? 0;
  for (const { key } of live) await endSubscription(key, key.instanceId === newest.key.instanceId ? begin : 0);
  return live.length;
}
