import { type Subscription, type SubscriptionKey } from "../model/subscription";
import { parseSubscriptionId } from "./subscriptionId";

interface FindDeps {
  readonly loadSubscription: (key: SubscriptionKey) => Promise<Subscription | undefined>;
}

/** The subscription of this id if this connection made it. Of another's it is not told that it is there. */
export async function findOwnSubscription(
  subscriptionId: string,
  connection: string,
  deps: FindDeps,
): Promise<Subscription | undefined> {
  const key = parseSubscriptionId(subscriptionId);
  const subscription = key && (await deps.loadSubscription(key));
  return subscription?.connection === connection ? subscription : undefined;
}
