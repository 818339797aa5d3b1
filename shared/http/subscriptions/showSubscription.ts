import { type Subscription, subscriptionHash } from "../../model/subscription";
import { toSubscriptionId } from "../../subscriptions/subscriptionId";

/** A subscription as its owner sees it. Of the callback URL, which carries the flow's signature, only the host. */
export function showSubscription(subscription: Subscription): object {
  const { key, resource, callbackUrl, createdAt, untilSequence, suspended, wish } = subscription;
  const { instanceId, trigger, threshold } = key;
  return {
    subscriptionId: toSubscriptionId(key),
    subscription: subscriptionHash(key),
    instanceId,
    trigger,
    ...(resource !== undefined && { resource }),
    ...(threshold && { threshold: threshold.value, direction: threshold.direction }),
    ...wish,
    callbackHost: new URL(callbackUrl).hostname,
    createdAt,
    state: untilSequence !== undefined ? "superseded" : suspended ? "suspended" : "active",
    ...(suspended && { suspended }),
  };
}
