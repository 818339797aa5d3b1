/**
 * The health of a subscription, as its attempts show it: slow, which moves its deliveries to the slow lane, or dormant,
 * which leaves it one attempt per event until one succeeds.
 */
import { type ReceiverAnswer, type AttemptRecord, type Attempted } from "../model/delivery";
import { toInstant } from "../model/instant";
import { DORMANCY_CAUSES, type DormancyCause, type Health, subscriptionHash } from "../model/subscription";
import { type DeliveryPorts, type HealthChange } from "./ports";

export type UpdateHealthDeps = Pick<DeliveryPorts, "saveHealth" | "slowAnswerMs" | "log">;

/** Stores the health that attempts have changed. A write may be lost, because the next attempts show the same. */
export async function updateHealth(
  instanceId: string,
  attempted: readonly Attempted[],
  deps: UpdateHealthDeps,
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

/** The health of a subscription that no attempt has changed yet. */
const WELL: Health = { state: "active", slow: false, changedAt: toInstant(new Date(0)) };

/**
 * A subscription's health after an attempt; undefined when the attempt does not change it. Failures are counted by the
 * attempt's number and not by a stored counter, so that an attempt that is seen twice counts once.
 */
export function nextHealth(health: Health = WELL, record: AttemptRecord, slowAnswerMs: number): Health | undefined {
  const { answer, endedAt } = record;
  const changedAt = toInstant(endedAt);
  if (!answer || changedAt <= health.changedAt) return undefined;
  if (record.verdict.outcome !== "delivered") return afterFailure(health, record, answer);
  const slow = answer.durationMs > slowAnswerMs;
  return health.state === "active" && health.slow === slow ? undefined : { state: "active", slow, changedAt };
}

/**
 * How many failed attempts of one delivery, since its last redrive, make a subscription slow: a single one may be a
 * hiccup.
 */
const SLOW_ATTEMPTS = 2;

/** A schema mismatch makes nothing slow: it is about the event, not about the flow. */
function afterFailure(
  health: Health,
  { attempt, reference, verdict, endedAt }: AttemptRecord,
  answer: ReceiverAnswer,
): Health | undefined {
  const changedAt = toInstant(endedAt);
  const cause = "cause" in verdict ? verdict.cause : undefined;
  if (isDormancyCause(cause)) {
    if (health.state === "dormant") return undefined;
    return { state: "dormant", dormantSince: changedAt, cause, slow: health.slow, changedAt };
  }
  const isSlow = answer.error === "timed-out" || attempt - (reference.redrivenAfter ?? 0) >= SLOW_ATTEMPTS;
  return health.slow || cause === "schema-mismatch" || !isSlow ? undefined : { ...health, slow: true, changedAt };
}

function isDormancyCause(cause: string | undefined): cause is DormancyCause {
  return DORMANCY_CAUSES.some((each) => each === cause);
}
