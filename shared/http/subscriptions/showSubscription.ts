import { type Subscription, subscriptionHash } from "../../model/subscription";
import { toSubscriptionId } from "../../subscriptions/subscriptionId";

/** A subscription as its owner sees it. Of the callback URL, which carries the flow's signature, only the host. */
export function showSubscription(subscription: Subscription): object {
  const { key, resource, callbackUrl, createdAt, suspended, wish, health } = subscription;
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
    state: stateOf(subscription),
    ...(suspended && { suspended }),
    ...(health?.state === "dormant" && { dormant: { since: health.dormantSince, cause: health.cause } }),
    slow: health?.slow ?? false,
  };
}

/** What keeps it from events first. One that is dormant has them, with one try each. */
function stateOf({ untilSequence, suspended, health }: Subscription): string {
  if (untilSequence !== undefined) return "superseded";
  if (suspended) return "suspended";
  return health?.state ?? "active";
}
