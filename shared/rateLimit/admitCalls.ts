import { leavesAt } from "./leavesAt";

/** Calls that one host admitted with one write. */
export interface AdmittedCalls {
  /** Random, the same for every try to admit them. */
  readonly id: string;
  /** By that host's clock, in milliseconds since 1970. */
  readonly at: number;
  readonly count: number;
}

export interface AdmitRequest {
  readonly id: string;
  readonly wanted: number;
  /** Most calls in any window. */
  readonly limit: number;
  readonly windowMs: number;
  readonly now: Date;
}

export interface CallDecision {
  /** From 0 to `wanted`; to be started within `MOST_DELAY_MS`. */
  readonly admitted: number;
  /** Calls that would still be admitted now. */
  readonly remaining: number;
  /** Until one more will be, on any host. */
  readonly retryAfterSeconds: number;
  /** The log to store instead of the one before. */
  readonly log: readonly AdmittedCalls[];
}

/** How far the clocks of two hosts may be apart. Hosts that keep time from the network are within a tenth of it. */
export const MOST_SKEW_MS = 1_000;
/** From the time in the log to the start of the calls: longer than that, the write has to be made again. */
export const MOST_DELAY_MS = 2_000;

/**
 * How many more calls a connection may make, when all hosts share one log of its calls (oldest first). In no window of real
 * time are more than `limit` started: a call counts for as much longer as hosts' clocks may differ and its start may be
 * delayed (docs/decisions/0012). What was logged under the same id, by an earlier try, is replaced.
 */
export function admitCalls(log: readonly AdmittedCalls[], request: AdmitRequest): CallDecision {
  const { id, wanted, limit, windowMs } = request;
  const countedMs = windowMs + MOST_SKEW_MS + MOST_DELAY_MS;
  const now = request.now.getTime();
  const others = log.filter((calls) => calls.id !== id).map((calls) => onTime(calls, now, countedMs));
  const at = others.reduce((newest, calls) => Math.max(newest, calls.at), now);
  const recent = others.filter((calls) => calls.at > at - countedMs).toSorted((a, b) => a.at - b.at);
  const used = sum(recent);
  const admitted = Math.max(0, Math.min(wanted, limit - used));
  const next = admitted > 0 ? [...recent, { id, at, count: admitted }] : recent;
  // The host that is asked next may be behind this one.
  const freeAt = (leavesAt(next, Math.min(limit, sum(next))) ?? at) + countedMs + MOST_SKEW_MS;
  return {
    admitted,
    remaining: Math.max(0, limit - used - admitted),
    retryAfterSeconds: Math.ceil((freeAt - now) / 1_000),
    log: next,
  };
}

/** A clock of minutes ahead would otherwise keep every other host from admitting calls until theirs are there too. */
function onTime(calls: AdmittedCalls, now: number, countedMs: number): AdmittedCalls {
  return calls.at > now + countedMs ? { ...calls, at: now } : calls;
}

function sum(log: readonly AdmittedCalls[]): number {
  return log.reduce((total, { count }) => total + count, 0);
}
