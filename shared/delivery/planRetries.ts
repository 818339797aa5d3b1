import { type AttemptRecord, type Chunk, type ChunkReference, type Lane } from "../model/delivery";
import { type Instant, after } from "../model/instant";
import { type Subscription } from "../model/subscription";
import { LONGEST_DELAY_SECONDS } from "../model/task";
import { nextHealth } from "./nextHealth";
import { planRetry } from "./planChunks";
import { planPutBacks } from "./planPutBacks";
import { RECOVERY_SECONDS } from "./recovery";

export interface Attempted {
  /** As it was loaded before the attempt; absent when it was deleted. */
  readonly subscription: Subscription | undefined;
  readonly record: AttemptRecord;
}

interface Open {
  readonly outcome: "retrying" | "waiting";
  readonly reference: ChunkReference;
  readonly lane: Lane;
  readonly delaySeconds: number;
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
  chunk: Chunk,
  attempted: readonly Attempted[],
  now: Date,
  slowAnswerMs: number,
): readonly Retry[] {
  const open = attempted.flatMap(({ subscription, record }): Open[] => {
    const { reference, attempt, endedAt, verdict } = record;
    if (!("delaySeconds" in verdict)) return [];
    const delaySeconds = Math.max(0, verdict.delaySeconds - (now.getTime() - endedAt.getTime()) / 1000);
    const health = nextHealth(subscription?.health, record, slowAnswerMs) ?? subscription?.health;
    const lane = health?.slow ? "slow" : "normal";
    return [{ outcome: verdict.outcome, reference: { ...reference, attemptsBefore: attempt }, lane, delaySeconds }];
  });
  // What waits in the slow lane stays there: with each change of lanes its id would grow.
  const waiting = open
    .filter(({ outcome }) => outcome === "waiting")
    .map((each) => (chunk.lane === "slow" ? { ...each, lane: chunk.lane } : each));
  const waitSeconds = Math.max(0, ...waiting.map(({ delaySeconds }) => delaySeconds));
  const dueIn = (seconds: number): Instant => after(now, seconds + RECOVERY_SECONDS);
  return [
    ...open
      .filter(({ outcome }) => outcome === "retrying")
      .map(({ reference, lane, delaySeconds }) => ({
        chunk: {
          ...planRetry(chunk.event, reference, lane, dueIn(delaySeconds)),
          ...(delaySeconds > LONGEST_DELAY_SECONDS && { notBefore: after(now, delaySeconds) }),
        },
        delaySeconds,
      })),
    ...planPutBacks(chunk, waiting, dueIn(waitSeconds)).map((each) => ({ chunk: each, delaySeconds: waitSeconds })),
  ];
}
