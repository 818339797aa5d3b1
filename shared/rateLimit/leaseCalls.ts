import { leavesAt } from "./leavesAt";

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

/** A clock of minutes ahead would otherwise keep every other host from calling until theirs are there too. */
function isOfBrokenClock(at: number, now: number): boolean {
  return at > now + WINDOW_MS;
}

function checkCount(name: string, count: number): void {
  if (Number.isSafeInteger(count) && count >= 0) return;
  throw new RangeError(`${name} must be a whole number of at least 0, not ${count}`);
}
