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
export const MAX_SKEW_MS = 1_000;

/** From the time in the log to the start of the calls: longer than that, the write has to be made again. */
export const MAX_DELAY_MS = 2_000;

/**
 * How many more calls a connection may make, when all hosts share one log of its calls (oldest first). In no window of real
 * time are more than `limit` started: a call counts for as much longer as hosts' clocks may differ and its start may be
 * delayed (docs/decisions/0012). What was logged under the same id, by an earlier try, is replaced.
 */
export function admitCalls(log: readonly AdmittedCalls[], request: AdmitRequest): CallDecision {
  const { id, wanted, limit, windowMs } = request;
  const countedMs = windowMs + MAX_SKEW_MS + MAX_DELAY_MS;
  const now = request.now.getTime();
  const others = log.filter((calls) => calls.id !== id).map((calls) => onTime(calls, now, countedMs));
  const at = others.reduce((newest, calls) => Math.max(newest, calls.at), now);
  const recent = others.filter((calls) => calls.at > at - countedMs).toSorted((a, b) => a.at - b.at);
  const used = countCalls(recent);
  const admitted = Math.max(0, Math.min(wanted, limit - used));
  const next = admitted > 0 ? [...recent, { id, at, count: admitted }] : recent;
  // The host that is asked next may be behind this one.
  const freeAt = (leavesAt(next, Math.min(limit, countCalls(next))) ?? at) + countedMs + MAX_SKEW_MS;
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

function countCalls(log: readonly AdmittedCalls[]): number {
  return log.reduce((total, { count }) => total + count, 0);
}

/** Calls that were granted or admitted together; `at` in milliseconds since 1970. */
interface Counted {
  readonly at: number;
  readonly count: number;
}

/** The time of the calls, oldest first, that must leave so that fewer than `limit` are left; undefined when none must, or none can help. */
function leavesAt(log: readonly Counted[], limit: number): number | undefined {
  let left = log.reduce((sum, { count }) => sum + count, 0);
  if (left < limit) return undefined;
  for (const { at, count } of log) {
    left -= count;
    if (left < limit) return at;
  }
  return undefined;
}

/** Calls of the source that were granted together; `at` in milliseconds since 1970. */
export interface CallGrant {
  readonly at: number;
  readonly count: number;
}

export interface LeaseRequest {
  readonly wanted: number;
  /** So many must stay free for calls that are more urgent than these. */
  readonly spare: number;
  readonly callsPerMinute: number;
  readonly now: Date;
}

export interface CallLease {
  /** From 0 to `wanted`; to be used at once. */
  readonly granted: number;
  /** Until at least one more will be free; 0 when all that was wanted is granted. */
  readonly retryAfterSeconds: number;
  /** After this lease, over all hosts. */
  readonly left: number;
  /** The grants to remember instead of those before: at most as many as calls per minute. */
  readonly grants: readonly CallGrant[];
}

const WINDOW_MS = 60_000;

/**
 * How many calls a host may make now, when all hosts share one row of `grants` (oldest first): in no 60 seconds are more
 * than `callsPerMinute` granted (reference/customer-insights-api.md 4.1). The row's time never goes back: a host whose clock
 * is behind asks at the time of the newest grant. Throws a RangeError for a count that is none.
 */
export function leaseCalls(grants: readonly CallGrant[], request: LeaseRequest): CallLease {
  const { wanted, spare, callsPerMinute } = request;
  checkCount("wanted", wanted);
  checkCount("spare", spare);
  checkCount("callsPerMinute", callsPerMinute);
  const now = request.now.getTime();
  const known = grants.map(({ at, count }) => ({ count, at: isOfBrokenClock(at, now) ? now : at }));
  const at = known.reduce((newest, grant) => Math.max(newest, grant.at), now);
  const recent = known.filter((grant) => grant.at > at - WINDOW_MS);
  const used = recent.reduce((sum, { count }) => sum + count, 0);
  const limit = Math.max(0, callsPerMinute - spare);
  const granted = Math.max(0, Math.min(wanted, limit - used));
  const next = granted > 0 ? [...recent, { at, count: granted }] : recent;
  const left = Math.max(0, callsPerMinute - used - granted);
  if (granted === wanted) return { granted, retryAfterSeconds: 0, left, grants: next };
  const freeAt = (leavesAt(next, limit) ?? at) + WINDOW_MS;
  return { granted, retryAfterSeconds: Math.ceil((freeAt - now) / 1000), left, grants: next };
}

function checkCount(name: string, count: number): void {
  if (Number.isSafeInteger(count) && count >= 0) return;
  throw new RangeError(`${name} must be a whole number of at least 0, not ${count}`);
}

/** A clock of minutes ahead would otherwise keep every other host from calling until theirs are there too. */
function isOfBrokenClock(at: number, now: number): boolean {
  return at > now + WINDOW_MS;
}
