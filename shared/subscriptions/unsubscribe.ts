import { type Subscription, subscriptionHash } from "../model/subscription";
import { type SubscriptionPorts } from "./ports";
import { parseSubscriptionId } from "./subscriptionId";
import { loadStored } from "./superseding";

export type UnsubscribeDeps = Pick<
  SubscriptionPorts,
  "loadSubscription" | "listByCallback" | "removeSubscriptions" | "removeSubscription" | "log"
>;

/**
 * Ends a subscription, and what it superseded. Whether the id was known is not told: an unknown, deleted or superseded
 * one is as gone as can be (reference/connector-rules.md 6). A late call for a superseded id spares its successor.
 */
export async function unsubscribe(subscriptionId: string, deps: UnsubscribeDeps): Promise<void> {
  const key = parseSubscriptionId(subscriptionId);
  const stored = key && (await loadStored(key, deps));
  if (!stored) return deps.log({ name: "subscription.deleted", outcome: "unknown" });
  await (stored.whole ? removeWhole(stored.whole, deps) : deps.removeSubscription(stored.key));
  const { trigger, instanceId } = stored.key;
  const subscription = subscriptionHash(stored.key);
  deps.log({ name: "subscription.deleted", outcome: "deleted", trigger, instanceId, subscription });
}

async function removeWhole(subscription: Subscription, deps: UnsubscribeDeps): Promise<void> {
  const entries = await deps.listByCallback(subscription);
  const own = entries.find((entry) => entry.key.random === subscription.key.random);
  const earlier = entries.filter(({ order }) => own && order < own.order).map((entry) => entry.key);
  // What is not stored may still be: by its entry it is found then.
  const stored = await Promise.all(earlier.map((each) => loadStored(each, deps)));
  await deps.removeSubscriptions(subscription, [
    subscription.key,
    ...earlier.filter((_, index) => stored[index] !== undefined),
  ]);
}

/** The subscription of this id if this connection made it. Of another's it is not told that it is there. */
export async function findOwnSubscription(
  subscriptionId: string,
  connection: string,
  deps: Pick<SubscriptionPorts, "loadSubscription">,
): Promise<Subscription | undefined> {
  const key = parseSubscriptionId(subscriptionId);
  const subscription = key && (await deps.loadSubscription(key));
  return subscription?.connection === connection ? subscription : undefined;
}
