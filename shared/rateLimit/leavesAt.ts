/** Calls that were granted or admitted together; `at` in milliseconds since 1970. */
interface Counted {
  readonly at: number;
  readonly count: number;
}

/** The time of the calls, oldest first, that must leave so that fewer than `limit` are left; undefined when none must, or none can help. */
export function leavesAt(log: readonly Counted[], limit: number): number | undefined {
  let left = log.reduce((sum, { count }) => sum + count, 0);
  if (left < limit) return undefined;
  for (const { at, count } of log) {
    left -= count;
    if (left < limit) return at;
  }
  return undefined;
}
