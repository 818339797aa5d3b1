const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** The default waits after the first, second… failed attempt, before jitter: 12 attempts, over three days even at the least jitter. */
export const RETRY_SCHEDULE_SECONDS: readonly number[] = [
  5,
  30,
  2 * MINUTE,
  10 * MINUTE,
  30 * MINUTE,
  1 * HOUR,
  3 * HOUR,
  6 * HOUR,
  12 * HOUR,
  DAY,
  2 * DAY,
];

const JITTER = 0.2;

export interface RetryWish {
  /** What the receiver asked for; obeyed in full up to a day and never undercut. */
  readonly retryAfterSeconds?: number;
  /** Least wait for this class of answer. */
  readonly floorSeconds?: number;
}

/**
 * Seconds until the next attempt, undefined when the schedule has none left. `failed` counts attempts from 1, `random` is in [0, 1).
 * Jitter of ±20 % keeps retries apart; where a floor or `Retry-After` rules, it only adds.
 */
export function retryDelaySeconds(
  schedule: readonly number[],
  failed: number,
  wish: RetryWish,
  random: number,
): number | undefined {
  const base = schedule[failed - 1];
  if (base === undefined) return undefined;
  const jittered = base * (1 - JITTER + 2 * JITTER * random);
  const least = Math.max(wish.floorSeconds ?? 0, Math.min(wish.retryAfterSeconds ?? 0, DAY));
  return Math.ceil(Math.max(jittered, least * (1 + JITTER * random)));
}
