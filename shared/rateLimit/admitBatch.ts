import { CodedError } from "../model/errors";
import { type Version } from "../model/subject";
import {
  type AdmitRequest,
  type AdmittedCalls,
  type CallDecision,
  MAX_DELAY_MS,
  MAX_SKEW_MS,
  admitCalls,
} from "./admitCalls";

/** What is counted apart: subscribing, and all other limited calls. */
export type CallBucket = "calls" | "subscribes";

export interface BucketKey {
  readonly connection: string;
  readonly bucket: CallBucket;
}

export interface Admission {
  readonly admitted: boolean;
  /** Calls of the connection that would still be admitted. */
  readonly remaining: number;
  /** Until one more will be. */
  readonly retryAfterSeconds: number;
}

/** The limit of the process, which it keeps together with all others. */
export interface CallLimit {
  readonly windowMs: number;
  /** Most calls of a connection in any window. */
  readonly limits: Readonly<Record<CallBucket, number>>;
  /** Throws `storage-unavailable` when it cannot be known whether the call may be made: then it may not. */
  readonly admit: (key: BucketKey) => Promise<Admission>;
}

export interface StoredCallLog {
  /** Undefined when what is stored cannot be read: nobody knows how many calls there were. */
  readonly log: readonly AdmittedCalls[] | undefined;
  /** Absent when nothing is stored yet. */
  readonly version?: Version;
}

interface CallLogDeps {
  readonly loadCallLog: (key: BucketKey) => Promise<StoredCallLog>;
  /** Undefined when another host was faster. */
  readonly saveCallLog: (
    key: BucketKey,
    log: readonly AdmittedCalls[],
    version: Version | undefined,
  ) => Promise<Version | undefined>;
}

export interface CallLimitDeps extends CallLogDeps {
  readonly now: () => Date;
  /** Of a clock that nobody sets, such as `performance.now`. */
  readonly monotonicMs: () => number;
  readonly wait: (delayMs: number) => Promise<void>;
  readonly random: () => number;
  readonly randomId: () => string;
}

/** What this host knows of a bucket. */
export interface BucketMemory {
  /** As it was stored last, to this host's knowledge. What it counts is counted still, whatever others have added. */
  known?: StoredCallLog;
  /** When storage last said that there is no place, by the monotonic clock; absent when it has said otherwise since. */
  deniedAtMs?: number;
  /** Other hosts have written between two writes of ours: it is cheaper to read first. */
  isShared: boolean;
  /** How long calls are gathered before storage is asked: hosts that get into each other's way make larger batches. */
  gatherMs: number;
}

export interface Batch extends Pick<AdmitRequest, "limit" | "windowMs"> {
  readonly key: BucketKey;
  /** How many calls wait by now. */
  readonly waiting: () => number;
}

export interface BatchDecision extends CallDecision {
  /** So many were decided, the first that came. */
  readonly wanted: number;
}

const MAX_TRIES = 10;

const MAX_MS = 10_000;

/**
 * Admits as many calls of a bucket as there are places, with one write on what is known or, where others write too, on what
 * is read. The log says nothing later than the calls' start allows for: a write that took long is made again. Throws
 * `storage-unavailable`; then no call was admitted, though some may be counted.
 */
export async function admitBatch(batch: Batch, memory: BucketMemory, deps: CallLimitDeps): Promise<BatchDecision> {
  const id = deps.randomId();
  const startedAt = deps.monotonicMs();
  for (let tries = 0; tries < MAX_TRIES && deps.monotonicMs() - startedAt < MAX_MS; tries += 1) {
    if (memory.gatherMs > 0) await deps.wait(memory.gatherMs * (0.5 + deps.random()));
    const wanted = batch.waiting();
    const attempt = { id, wanted, limit: batch.limit, windowMs: batch.windowMs };
    const decision = decideKnown(attempt, memory, deps) ?? (await tryOnce(batch.key, attempt, memory, deps));
    if (decision) return { ...decision, wanted };
  }
  throw new CodedError("storage-unavailable", "the log of calls could not be written in time", {
    target: "RateLimits",
  });
}

/** `id` as in the log: what an earlier try has left there must not count against the next. */
type Try = Pick<AdmitRequest, "id" | "wanted" | "limit" | "windowMs">;

type Clocks = Pick<CallLimitDeps, "now" | "monotonicMs">;

/** Between two looks at a log of which a place may have become free. */
const CHECK_MS = MAX_SKEW_MS;

/**
 * A denial that needs no storage. Of a place that is free already by the clock furthest ahead, another host may have disposed:
 * then what is known is forgotten, once in a while, so that the wait that is told is true.
 */
export function decideKnown(attempt: Try, memory: BucketMemory, deps: Clocks): CallDecision | undefined {
  const { known, deniedAtMs = -Infinity } = memory;
  if (!known?.log) return undefined;
  const now = deps.now();
  const decision = admitCalls(known.log, { ...attempt, now });
  if (decision.admitted > 0) return undefined;
  const ahead = new Date(now.getTime() + MAX_SKEW_MS);
  const isCertain = admitCalls(known.log, { ...attempt, now: ahead }).admitted === 0;
  if (isCertain || deps.monotonicMs() - deniedAtMs < CHECK_MS) return decision;
  delete memory.known;
  return undefined;
}

/** Doubled for each time that another host was faster. */
const MIN_GATHER_MS = 10;

const MAX_GATHER_MS = 200;

/** Undefined when it is to be tried again. */
async function tryOnce(
  key: BucketKey,
  attempt: Try,
  memory: BucketMemory,
  deps: CallLimitDeps,
): Promise<CallDecision | undefined> {
  const stored = await recall(key, memory, deps);
  const [startedAt, now] = [deps.monotonicMs(), deps.now()];
  // A log that cannot be read may have been full to this moment.
  const log = stored.log ?? [{ id: "unreadable", at: now.getTime(), count: attempt.limit }];
  const decision = admitCalls(log, { ...attempt, now });
  if (decision.admitted === 0 && stored.log) {
    memory.known = stored;
    memory.deniedAtMs = deps.monotonicMs();
    return decision;
  }
  delete memory.deniedAtMs;
  const version = await deps.saveCallLog(key, decision.log, stored.version);
  if (version === undefined) {
    delete memory.known;
    memory.isShared = true;
    memory.gatherMs = Math.min(MAX_GATHER_MS, Math.max(MIN_GATHER_MS, memory.gatherMs * 2));
    return undefined;
  }
  memory.gatherMs = memory.gatherMs > MIN_GATHER_MS ? memory.gatherMs * 0.9 : 0;
  memory.known = { log: decision.log, version };
  const isLate = deps.monotonicMs() - startedAt > MAX_DELAY_MS;
  return isLate && decision.admitted > 0 ? undefined : decision;
}

async function recall(key: BucketKey, memory: BucketMemory, deps: CallLimitDeps): Promise<StoredCallLog> {
  const { known, isShared } = memory;
  if (known && !isShared) return known;
  delete memory.known;
  const stored = await deps.loadCallLog(key);
  if (known) memory.isShared = stored.version !== known.version;
  return stored;
}
