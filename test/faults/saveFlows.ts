import { type Subscription, type SubscriptionKey } from "../../shared/model/subscription";
import { INSTANCE_ID, SOURCE_ID } from "../builders/workflow";
import { aSubscription } from "../contracts/builders";

interface Save {
  readonly saveSubscription: (subscription: Subscription, superseded: readonly SubscriptionKey[]) => Promise<void>;
}

/** Subscriptions of so many flows to the same data source. */
export async function saveFlows({ saveSubscription }: Save, count: number): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    const callbackUrl = `https://flows.example.org/more-${index}`;
    await saveSubscription(aSubscription({ key: { instanceId: INSTANCE_ID }, resource: SOURCE_ID, callbackUrl }), []);
  }
}
