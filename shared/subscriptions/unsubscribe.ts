import { type Log } from "../model/log";
import { type CallbackOwner, type Subscription, type SubscriptionKey, subscriptionHash } from "../model/subscription";
import { type CallbackEntry } from "../model/callbackEntry";
import { parseSubscriptionId } from "./subscriptionId";

export interface UnsubscribeDeps {
  readonly loadSubscription: (key: SubscriptionKey) => Promise<Subscription | undefined>;
  readonly listByCallback: (owner: CallbackOwner) => Promise<readonly CallbackEntry[]>;
  readonly removeSubscriptions: (owner: CallbackOwner, keys: readonly SubscriptionKey[]) => Promise<void>;
  readonly log: Log;
}

/**
 * Ends a subscription, and what it superseded. Whether the id was known is not told: an unknown, deleted or superseded
 * one is as gone as can be (reference/connector-rules.md 6). A late call for a superseded id spares its successor.
 */
export async function unsubscribe(subscriptionId: string, deps: UnsubscribeDeps): Promise<void> {
  const key = parseSubscriptionId(subscriptionId);
  const subscription = key && (await deps.loadSubscription(key));
  if (!subscription) return deps.log({ name: "subscription.deleted", outcome: "unknown" });
  const entries = await deps.listByCallback(subscription);
  const own = entries.find((entry) => entry.key.random === subscription.key.random);
  const earlier = entries.filter(({ order }) => own && order < own.order).map((entry) => entry.key);
  const stored = await Promise.all(earlier.map(async (each) => ((await deps.loadSubscription(each)) ? [each] : [])));
  await deps.removeSubscriptions(subscription, [subscription.key, ...stored.flat()]);
  const { trigger, instanceId } = subscription.key;
  deps.log({
    name: "subscription.deleted",
    outcome: "deleted",
    trigger,
    instanceId,
    subscription: subscriptionHash(subscription.key),
  });
}
