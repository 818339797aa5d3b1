import { type AttemptRecord, type Chunk } from "../model/delivery";
import { after } from "../model/instant";
import { type Subscription } from "../model/subscription";
import { nextHealth } from "./nextHealth";
import { planRetry } from "./planChunks";
import { RECOVERY_SECONDS } from "./recovery";

export interface Attempted {
  /** As it was loaded before the attempt; absent when it was deleted. */
  readonly subscription: Subscription | undefined;
  readonly record: AttemptRecord;
}

/** A chunk to store, and how long its first task is to wait. */
export interface Retry {
  readonly chunk: Chunk;
  readonly delaySeconds: number;
}

/**
 * What is tried again, each in the lane that its subscription's health, after this attempt, calls for. The delay began when
 * the attempt ended; part of it is over when the slowest of the chunk has ended too.
 */
export function planRetries(
  { event }: Chunk,
  attempted: readonly Attempted[],
  now: Date,
  slowAnswerMs: number,
): readonly Retry[] {
  return attempted.flatMap(({ subscription, record }): Retry[] => {
    const { reference, attempt, endedAt, verdict } = record;
    if (verdict.outcome !== "retrying") return [];
    const delaySeconds = Math.max(0, verdict.delaySeconds - (now.getTime() - endedAt.getTime()) / 1000);
    const health = nextHealth(subscription?.health, record, slowAnswerMs) ?? subscription?.health;
    const dueAt = after(now, delaySeconds + RECOVERY_SECONDS);
    const next = { ...reference, attemptsBefore: attempt };
    return [{ chunk: planRetry(event, next, health?.slow ? "slow" : "normal", dueAt), delaySeconds }];
  });
}
