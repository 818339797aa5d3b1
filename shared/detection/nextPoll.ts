import { type Instant, after } from "../model/instant";
import { type SourceFailure } from "../model/sourceAnswer";
import { type Watch } from "../model/watch";

/** Seconds between two polls of an instance. */
export interface PollPace {
  readonly busySeconds: number;
  readonly idleSeconds: number;
  /** Longest wait after failures that do not say how long to wait. */
  readonly maxFailureSeconds: number;
}

interface NextPollInput {
  readonly watch: Watch;
  /** True while a job runs or a failure is held. */
  readonly busy?: boolean;
  readonly failure?: SourceFailure;
  readonly now: Date;
  readonly pace: PollPace;
}

/**
 * When to look next. After failures the wait doubles from the idle pace up to `maxFailureSeconds`, and is never shorter
 * than the source asked for (reference/customer-insights-api.md 4.1).
 */
export function nextPoll({ watch, busy, failure, now, pace }: NextPollInput): {
  nextPollAt: Instant;
  failures: number;
} {
  if (!failure) return { nextPollAt: after(now, busy ? pace.busySeconds : pace.idleSeconds), failures: 0 };
  const doubled = pace.idleSeconds * 2 ** Math.min(watch.failures, 16);
  const waitSeconds = Math.max(Math.min(doubled, pace.maxFailureSeconds), failure.retryAfterSeconds ?? 0);
  return { nextPollAt: after(now, waitSeconds), failures: watch.failures + 1 };
}
