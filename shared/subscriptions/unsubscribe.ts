/**
 * Unsubscribing by the subscription's id, and finding a connection's own subscription.
 */

import { type Subscription, subscriptionHash } from "../model/subscription";
import { type SubscriptionPorts } from "./ports";
import { parseSubscriptionId } from "./subscriptionId";
import { loadStored } from "./superseding";

export type UnsubscribeDeps = Pick<
  SubscriptionPorts,
  "loadSubscription" | "listByCallback" | "removeSubscriptions" | "removeSubscription" | "log"
>;

/**
 * Ends a subscription and those that it superseded. The caller does not learn whether the id was known: an unknown,
 * deleted or superseded subscription is gone in any case (docs/power-automate.md, "Subscribing and unsubscribing").
 * A late call for a superseded id leaves its successor alone.
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
  // A subscribe may still be in flight: its index entry stays, so that the subscription can be found later.
  const stored = await Promise.all(earlier.map((each) => loadStored(each, deps)));
  await deps.removeSubscriptions(subscription, [
    subscription.key,
    ...earlier.filter((_, index) => stored[index] !== undefined),
  ]);
}

/**
 * The subscription of this id if this connection made it; undefined otherwise, so that nobody learns of another's
 * subscription.
 */
export async function findOwnSubscription(
  subscriptionId: string,
  connection: string,
  deps: Pick<SubscriptionPorts, "loadSubscription">,
): Promise<Subscription | undefined> {
  const key = parseSubscriptionId(subscriptionId);
  const subscription = key && (await deps.loadSubscription(key));
  return subscription?.connection === connection ? subscription : undefined;
}
