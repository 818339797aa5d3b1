import { type Subscription, type SubscriptionKey } from "../../shared/model/subscription";
import { INSTANCE_ID } from "./anEvent";
import { anInstant } from "./anInstant";

/** `name` stands in the random part, so that a test can tell keys apart. */
export function aKey(name = "a", changes: Partial<SubscriptionKey> = {}): SubscriptionKey {
  return {
    instanceId: INSTANCE_ID,
    trigger: "data-source-refresh-failed",
    resourceHash: "any",
    random: name.padEnd(22, "0"),
    ...changes,
  };
}

export function aSubscription(changes: Partial<Subscription> = {}): Subscription {
  return {
    key: aKey(),
    callbackUrl: "https://prod-01.westeurope.logic.azure.com/workflows/1?sig=canary",
    connection: "connection-1",
    afterSequence: 0,
    createdAt: anInstant(),
    ...changes,
  };
}
