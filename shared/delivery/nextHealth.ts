import { type Answer, type AttemptRecord } from "../model/delivery";
import { toInstant } from "../model/instant";
import { DORMANCY_CAUSES, type DormancyCause, type Health } from "../model/subscription";

/** Failed attempts of one delivery, since it was redriven, that make its subscription slow: a single one may be a hiccup. */
const SLOW_ATTEMPTS = 2;
const WELL: Health = { state: "active", slow: false, changedAt: toInstant(new Date(0)) };

/**
 * A subscription's health after an attempt; undefined when the attempt does not change it. It counts by the number of the
 * attempt and by nothing that is stored, so that an attempt that is seen twice counts once.
 */
export function nextHealth(health: Health = WELL, record: AttemptRecord, slowAnswerMs: number): Health | undefined {
  const { answer, endedAt } = record;
  const changedAt = toInstant(endedAt);
  if (!answer || changedAt <= health.changedAt) return undefined;
  if (record.verdict.outcome !== "delivered") return afterFailure(health, record, answer);
  const slow = answer.durationMs > slowAnswerMs;
  return health.state === "active" && health.slow === slow ? undefined : { state: "active", slow, changedAt };
}

/** A schema mismatch says something of an event, and nothing of the flow. */
function afterFailure(
  health: Health,
  { attempt, reference, verdict, endedAt }: AttemptRecord,
  answer: Answer,
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
