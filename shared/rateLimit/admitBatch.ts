/**
 * The admission of the calls of one bucket that wait at this host: they are decided together, with one write of the log
 * that all hosts share. The rule itself is pure and stands in `admitCalls.ts`.
 */
import { CodedError } from "../model/errors";
import { type AdmitRequest, type CallDecision, MAX_DELAY_MS, MAX_SKEW_MS, admitCalls } from "./admitCalls";
import { type BucketKey, type RateLimitPorts, type StoredCallLog } from "./ports";

/** A host's knowledge of a bucket. */
export interface BucketMemory {
  /** The log as this host last saw it stored. Its calls still count, whatever others have added since. */
  known?: StoredCallLog;
  /** When the stored log last had no call left, by the monotonic clock; absent when it has had one since. */
  deniedAtMs?: number;
  /** True when another host has written between two writes of ours: then it is cheaper to read first. */
  isShared: boolean;
  /** How long calls are gathered before storage is asked: hosts that overtake each other make larger batches. */
  gatherMs: number;
}

export interface Batch extends Pick<AdmitRequest, "limit" | "windowMs"> {
  readonly key: BucketKey;
  /** Returns how many calls wait by now. */
  readonly waiting: () => number;
}

export interface BatchDecision extends CallDecision {
  /** How many waiting calls this decision covers, in the order of their arrival. */
  readonly wanted: number;
}

/** An admission that needs more writes, or more time, than this has failed. */
const MAX_TRIES = 10;

const MAX_MS = 10_000;

/**
 * Admits as many of the waiting calls as the limit allows, with one write on the log that is known or, if other hosts
 * write too, on the log that is read first. A write that took longer than `MAX_DELAY_MS` is made again, because its
 * calls would start later than the log says. Throws `storage-unavailable`; then no call was admitted, though some may
 * be counted.
 */
export async function admitBatch(batch: Batch, memory: BucketMemory, deps: RateLimitPorts): Promise<BatchDecision> {
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

/** One try. Its `id` is that of the log's entry: what an earlier try has left there must not count against the next. */
type Try = Pick<AdmitRequest, "id" | "wanted" | "limit" | "windowMs">;

type Clocks = Pick<RateLimitPorts, "now" | "monotonicMs">;

/** How long a denial stands before the log is read again for a call that another clock may have freed. */
const CHECK_MS = MAX_SKEW_MS;

/**
 * Denies without asking storage; undefined when storage has to be asked. If a call may be free on the fastest clock,
 * another host may have taken it: then the known log is forgotten and read again, once a second, so that `Retry-After`
 * stays true.
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

/** The first wait for more calls. It is doubled each time that another host was faster. */
const MIN_GATHER_MS = 10;

const MAX_GATHER_MS = 200;

/** Reads and writes once. Undefined when the try has to be repeated. */
async function tryOnce(
  key: BucketKey,
  attempt: Try,
  memory: BucketMemory,
  deps: RateLimitPorts,
): Promise<CallDecision | undefined> {
  const stored = await recall(key, memory, deps);
  const [startedAt, now] = [deps.monotonicMs(), deps.now()];
  // A log that cannot be read may have been full until this moment.
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

/** Returns the known log, or reads it when other hosts write too. */
async function recall(key: BucketKey, memory: BucketMemory, deps: RateLimitPorts): Promise<StoredCallLog> {
  const { known, isShared } = memory;
  if (known && !isShared) return known;
  delete memory.known;
  const stored = await deps.loadCallLog(key);
  if (known) memory.isShared = stored.version !== known.version;
  return stored;
}
