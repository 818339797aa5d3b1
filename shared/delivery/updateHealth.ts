import { type Log } from "../model/log";
import { type Health, type SubscriptionKey, subscriptionHash } from "../model/subscription";
import { nextHealth } from "./nextHealth";
import { type Attempted } from "./planRetries";

export interface HealthChange {
  readonly key: SubscriptionKey;
  readonly health: Health;
}

export interface HealthDeps {
  /** Writes those that are newer than what is stored; never brings a deleted subscription back. All of one instance. */
  readonly saveHealth: (instanceId: string, changes: readonly HealthChange[]) => Promise<void>;
  /** An answer that took longer is slow, even when it is a success. */
  readonly slowAnswerMs: number;
  readonly log: Log;
}

/** Stores the health that attempts have changed. It may be lost: the next attempts will show the same. */
export async function updateHealth(
  instanceId: string,
  attempted: readonly Attempted[],
  deps: HealthDeps,
): Promise<void> {
  const changes = attempted.flatMap(({ subscription, record }): HealthChange[] => {
    const health = subscription && nextHealth(subscription.health, record, deps.slowAnswerMs);
    return health ? [{ key: subscription.key, health }] : [];
  });
  if (changes.length === 0) return;
  const outcome = await deps.saveHealth(instanceId, changes).then(
    () => "saved",
    () => "lost",
  );
  for (const { key, health } of changes)
    deps.log({ name: "subscription.judged", instanceId, subscription: subscriptionHash(key), ...health, outcome });
}
