import { type Instant, after } from "../model/instant";
import { type SourceFailure } from "../model/sourceAnswer";
import { type Watch } from "../model/subject";

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
  /** True when the instance itself was not found or hidden. */
  readonly invisible?: boolean;
  /** The longest wait that a read asked for which was passed over. */
  readonly askedSeconds?: number;
  readonly now: Date;
  readonly pace: PollPace;
}

export interface NextPoll {
  readonly nextPollAt: Instant;
  readonly failures: number;
  readonly invisible: number;
}

/**
 * When to look next. After failures the wait doubles from the idle pace up to `maxFailureSeconds`, and is never shorter
 * than the source asked for (reference/customer-insights-api.md 4.1).
 */
export function nextPoll(input: NextPollInput): NextPoll {
  const { watch, busy, failure, invisible, askedSeconds = 0, now, pace } = input;
  if (!failure) {
    const waitSeconds = Math.max(busy ? pace.busySeconds : pace.idleSeconds, askedSeconds);
    return { nextPollAt: after(now, waitSeconds), failures: 0, invisible: 0 };
  }
  const doubled = pace.idleSeconds * 2 ** Math.min(watch.failures, 16);
  const waitSeconds = Math.max(Math.min(doubled, pace.maxFailureSeconds), failure.retryAfterSeconds ?? 0);
  return {
    nextPollAt: after(now, waitSeconds),
    failures: watch.failures + 1,
    invisible: invisible ? (watch.invisible ?? 0) + 1 : 0,
  };
}
