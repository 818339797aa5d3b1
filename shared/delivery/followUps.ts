/**
 * The chunks that follow an attempt, stored in the transaction that records it: a retry for what failed, a requeue for
 * what could not be sent, and a stand-in for dead letters until they are stored. The rules are pure; `attemptChunk.ts`
 * stores and queues what they plan. Ids are derived from the chunk's own, so that a plan that is made twice is stored
 * once.
 */
import {
  type Attempted,
  type AttemptRecord,
  type Chunk,
  type ChunkReference,
  LANES,
  type Lane,
} from "../model/delivery";
import { defined } from "../model/defined";
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

/** A chunk to store, and how long its first task is hidden in the queue. */
export interface Retry {
  readonly chunk: Chunk;
  readonly delaySeconds: number;
}

/**
 * Plans a chunk of its own for each retry, and one per lane for all that wait, in the lane that the subscription's
 * health calls for after this attempt. A delay began when its attempt ended, so the part of it that has passed since is
 * taken off.
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
  const retries = open.filter(({ outcome }) => outcome === "retrying").map((each) => toRetry(chunk, each, now));
  return [...retries, ...planWaiting(chunk, open, now)];
}

function toRetry({ event }: Chunk, { reference, lane, delaySeconds }: Open, now: Date): Retry {
  const notBefore = delaySeconds > MAX_DELAY_SECONDS ? addSeconds(now, delaySeconds) : undefined;
  const planned = planRetry(event, reference, lane, recoveryAt(now, delaySeconds));
  return { chunk: { ...planned, ...defined({ notBefore }) }, delaySeconds };
}

/** A requeue from the slow lane stays there, because each change of lanes makes its id longer. */
function planWaiting(chunk: Chunk, open: readonly Open[], now: Date): readonly Retry[] {
  const waiting = open
    .filter(({ outcome }) => outcome === "waiting")
    .map((each) => (chunk.lane === "slow" ? { ...each, lane: chunk.lane } : each));
  const delaySeconds = Math.max(0, ...waiting.map((each) => each.delaySeconds));
  return planRequeues(chunk, waiting, recoveryAt(now, delaySeconds)).map((each) => ({ chunk: each, delaySeconds }));
}

/** When the sweep takes a task that shows in `delaySeconds` for lost. */
function recoveryAt(now: Date, delaySeconds: number): Instant {
  return addSeconds(now, delaySeconds + RECOVERY_SECONDS);
}

/**
 * Plans one chunk per lane for the deliveries that were not sent, because their host was busy or their subscription
 * could not be read: a busy host then costs no more chunks than a free one. The id counts the requeues and names a
 * change of lanes, so that no id comes twice.
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

/** The end of a requeued chunk's id, with the number of requeues. */
const REQUEUE_SUFFIX = /-w(\d+)$/;

function requeueChunkId({ chunkId, lane: from }: Chunk, lane: Lane): string {
  const root = lane === from ? chunkId.replace(REQUEUE_SUFFIX, "") : `${chunkId}-${lane}`;
  return `${root}-w${timesRequeued(chunkId) + 1}`;
}

function timesRequeued(chunkId: string): number {
  return Number(REQUEUE_SUFFIX.exec(chunkId)?.[1] ?? 0);
}

const MAX_REQUEUE_SECONDS = 60;

/**
 * The wait before a requeued chunk is claimed: 1, 2, 4… 60 s, spread by ±50 % so that what found its host busy does not
 * come back at the same moment. No attempt was made, so the retry schedule does not count.
 */
export function requeueSeconds(chunkId: string, random: number): number {
  return Math.min(2 ** timesRequeued(chunkId), MAX_REQUEUE_SECONDS) * (0.5 + random);
}

const DEAD_PREFIX = "dead-";

/**
 * Plans the chunk that stands for the dead letters of these records until they are stored; none when nothing died. It
 * is written in the transaction that records the deaths, so that the sweep finds it if the host dies before it has
 * stored the dead letters. No receiver is called for it.
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
  // A chunk may be recorded in parts, each with deaths of its own: the first one's random part tells the parts' ids
  // apart.
  const deadId = `${DEAD_PREFIX}${chunkId}-${first.reference.subscription.random}`;
  return [{ event, chunkId: deadId, references, lane, claims: 0, dueAt, requeues: 0 }];
}

/** True for a chunk that `planDeadLetters` made. */
export function awaitsDeadLetters({ chunkId }: Chunk): boolean {
  return chunkId.startsWith(DEAD_PREFIX);
}
