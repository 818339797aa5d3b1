import {
  type Attempted,
  type AttemptRecord,
  type Chunk,
  type ChunkReference,
  LANES,
  type Lane,
} from "../model/delivery";
import { type Instant, addSeconds } from "../model/instant";
import { MAX_DELAY_SECONDS } from "../model/task";
import { nextHealth } from "./health";
import { RECOVERY_SECONDS } from "./lease";
import { planRetry } from "./planChunks";

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
  const dueIn = (seconds: number): Instant => addSeconds(now, seconds + RECOVERY_SECONDS);
  return [
    ...open
      .filter(({ outcome }) => outcome === "retrying")
      .map(({ reference, lane, delaySeconds }) => ({
        chunk: {
          ...planRetry(chunk.event, reference, lane, dueIn(delaySeconds)),
          ...(delaySeconds > MAX_DELAY_SECONDS && { notBefore: addSeconds(now, delaySeconds) }),
        },
        delaySeconds,
      })),
    ...planRequeues(chunk, waiting, dueIn(waitSeconds)).map((each) => ({ chunk: each, delaySeconds: waitSeconds })),
  ];
}

/**
 * What found no turn, by the lane it goes to: chunks that follow this one, so that a busy host costs a chunk of its own for
 * each delivery no more than a free one. An id says how often it was put back, and where the lane changed: none comes twice.
 */
export function planRequeues(
  chunk: Chunk,
  waiting: readonly { readonly reference: ChunkReference; readonly lane: Lane }[],
  dueAt: Instant,
): readonly Chunk[] {
  return LANES.flatMap((lane) => {
    const references = waiting.filter((each) => each.lane === lane).map(({ reference }) => reference);
    const chunkId = requeueChunkId(chunk, lane);
    return references.length === 0
      ? []
      : [{ event: chunk.event, chunkId, references, lane, claims: 0, dueAt, requeues: 0 }];
  });
}

const PUT_BACK = /-w(\d+)$/;

function requeueChunkId({ chunkId, lane: from }: Chunk, lane: Lane): string {
  const root = lane === from ? chunkId.replace(PUT_BACK, "") : `${chunkId}-${lane}`;
  return `${root}-w${timesRequeued(chunkId) + 1}`;
}

function timesRequeued(chunkId: string): number {
  return Number(PUT_BACK.exec(chunkId)?.[1] ?? 0);
}

const MAX_SECONDS = 60;

/** 1, 2, 4… 60 s, spread over half of it more or less: those that found no turn at a host do not all come back at once. */
export function requeueSeconds(chunkId: string, random: number): number {
  return Math.min(2 ** timesRequeued(chunkId), MAX_SECONDS) * (0.5 + random);
}

const PREFIX = "dead-";

/**
 * A chunk that stands for the dead letters of these records until they are stored: made in the transaction that records the
 * deaths, so that the sweep finds it should the host die in between. Nobody is called for it. None when nothing died.
 */
export function planDeadLetters(
  { event, chunkId, lane }: Chunk,
  records: readonly AttemptRecord[],
  dueAt: Instant,
): readonly Chunk[] {
  const dead = records.filter(({ verdict }) => verdict.outcome === "dead");
  const [first] = dead;
  if (!first) return [];
  const references = dead.map(({ reference, attempt }) => ({ ...reference, attemptsBefore: attempt }));
  // A chunk may be recorded in parts, each with deaths of its own.
  const deadId = `${PREFIX}${chunkId}-${first.reference.subscription.random}`;
  return [{ event, chunkId: deadId, references, lane, claims: 0, dueAt, requeues: 0 }];
}

/** True for a chunk that `planDeadLetters` made. */
export function awaitsDeadLetters({ chunkId }: Chunk): boolean {
  return chunkId.startsWith(PREFIX);
}
