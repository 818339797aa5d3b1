/**
 * The rate limit: in no window of time are more calls of a connection admitted than its limit (100 in 60 s), however
 * many hosts it calls. Hosts share one row per connection, the log of its admitted calls (docs/decisions/0012). The
 * module does not know HTTP: `http/answer.ts` asks it and answers 429.
 *
 * Start here: `admitCalls` is the rule. `admitBatch.ts` applies it to the calls that wait at a host, and `callLimit.ts`
 * keeps the limit for the life of the process. `leaseCalls` is the same rule for our own calls to the source.
 */

/** Calls that one host admitted with one write. */
export interface AdmittedCalls {
  /** A random id, the same for every try to admit these calls. */
  readonly id: string;
  /** The time by that host's clock, in milliseconds since 1970. */
  readonly at: number;
  readonly count: number;
}

export interface AdmitRequest {
  readonly id: string;
  readonly wanted: number;
  /** The most calls in any window. */
  readonly limit: number;
  readonly windowMs: number;
  readonly now: Date;
}

export interface CallDecision {
  /** From 0 to `wanted`. These calls are to be started within `MAX_DELAY_MS`. */
  readonly admitted: number;
  /** Calls that would still be admitted now. */
  readonly remaining: number;
  /** Seconds until one more will be admitted, on any host. */
  readonly retryAfterSeconds: number;
  /** The log to store instead of the one before. */
  readonly log: readonly AdmittedCalls[];
}

/** How far the clocks of two hosts may be apart. Hosts that keep network time are within a tenth of it. */
export const MAX_SKEW_MS = 1_000;

/** The longest time from a call's entry in the log to its start. If a write takes longer, it has to be made again. */
export const MAX_DELAY_MS = 2_000;

/**
 * Decides how many more calls a connection may make, by the log of its calls (oldest first). In no window of real time
 * are more than `limit` started: a call counts for longer than the window, by as much as hosts' clocks may differ and
 * its start may be delayed. An entry with the same id, from an earlier try, is replaced.
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
  // The clock of the host that is asked next may be behind this one.
  const freeAt = (leavesAt(next, Math.min(limit, countCalls(next))) ?? at) + countedMs + MAX_SKEW_MS;
  return {
    admitted,
    remaining: Math.max(0, limit - used - admitted),
    retryAfterSeconds: Math.ceil((freeAt - now) / 1_000),
    log: next,
  };
}

/** Corrects an entry of a clock that is minutes ahead: no other host could admit calls until its own clock is there. */
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

/**
 * The time of the call, from the oldest on, whose end leaves fewer than `limit` calls; undefined when there are fewer
 * already, or when none can help.
 */
function leavesAt(log: readonly Counted[], limit: number): number | undefined {
  let left = log.reduce((sum, { count }) => sum + count, 0);
  if (left < limit) return undefined;
  for (const { at, count } of log) {
    left -= count;
    if (left < limit) return at;
  }
  return undefined;
}

/** Calls to the source that were granted together; `at` in milliseconds since 1970. */
export interface CallGrant {
  readonly at: number;
  readonly count: number;
}

export interface LeaseRequest {
  readonly wanted: number;
  /** How many calls must stay free for more urgent ones. */
  readonly spare: number;
  readonly callsPerMinute: number;
  readonly now: Date;
}

export interface CallLease {
  /** From 0 to `wanted`. They are to be used at once. */
  readonly granted: number;
  /** Seconds until at least one more will be free; 0 when all that was wanted is granted. */
  readonly retryAfterSeconds: number;
  /** Calls left after this lease, over all hosts. */
  readonly left: number;
  /** The grants to remember instead of those before: at most as many as calls per minute. */
  readonly grants: readonly CallGrant[];
}

const WINDOW_MS = 60_000;

/**
 * Decides how many calls to the source a host may make now. All hosts share one row of `grants` (oldest first), and in
 * no 60 seconds are more than `callsPerMinute` granted (`docs/customer-insights.md`, "Limits"). The row's time never
 * goes back: a host whose clock is behind asks at the time of the newest grant. Throws a RangeError for a count that is
 * none.
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

/** True for a grant of a clock that is minutes ahead: no other host could call until its own clock is there. */
function isOfBrokenClock(at: number, now: number): boolean {
  return at > now + WINDOW_MS;
}
