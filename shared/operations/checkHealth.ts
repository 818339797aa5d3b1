/**
 * The health check: whether storage, the queues and CI answer, and whether what drives the service goes on: the timers,
 * the polls of instances, the queues. It is open to anyone, so its result is cached. It names no instance and no
 * delivery: that is the status report. It costs seven storage operations, and one for each further 1,000 instances.
 */
import { CodedError } from "../model/errors";
import { type Instant, secondsSince, toInstant } from "../model/instant";
import { type SourceReads } from "../model/sourceReads";
import { TIMERS, type TimerName, type Watch } from "../model/subject";

export interface CheckHealthDeps extends Pick<SourceReads, "listInstances"> {
  readonly listWatches: () => Promise<readonly Watch[]>;
  /** When each timer last ran, within 30 s. */
  readonly loadTicks: () => Promise<ReadonlyMap<TimerName, Instant>>;
  readonly listWaiting: () => Promise<readonly WaitingQueue[]>;
  readonly now: () => Date;
  /** The seconds that this process has run. */
  readonly upSeconds: () => number;
  /** The time after which a check that has not ended counts as `timed-out`. */
  readonly deadlineMs: number;
}

export interface WaitingQueue {
  readonly queue: string;
  /** Since when the task is visible that waits longest and that nobody has taken; absent when none waits. */
  readonly waitingSince?: Instant;
}

export interface HealthReport {
  readonly status: "healthy" | "unhealthy";
  /** `ok`, or the kind of the failure in one word. */
  readonly storage: string;
  /** The same, or `late:` and the names of the queues whose tasks nobody takes. */
  readonly queues: string;
  /** `ok`, `late:` and the names of the timers that stand still, or `unknown` when storage fails. */
  readonly timers: string;
  /** `ok`, `late` when an instance that is due is not polled, or `unknown` when storage fails. */
  readonly polls: string;
  readonly source: string;
  readonly checkedAt: Instant;
}

/** Checks everything at the same time, by cheap reads. Never rejects. */
export async function checkHealth(deps: CheckHealthDeps): Promise<HealthReport> {
  const [clock, queues, source] = await Promise.all([
    inTime(checkClock(deps), deps.deadlineMs),
    inTime(checkQueues(deps), deps.deadlineMs),
    inTime(checkSource(deps), deps.deadlineMs),
  ]);
  const parts =
    typeof clock === "string"
      ? { storage: clock, queues, timers: "unknown", polls: "unknown", source }
      : { storage: "ok", queues, ...clock, source };
  const status = Object.values(parts).every((each) => each === "ok") ? "healthy" : "unhealthy";
  return { status, ...parts, checkedAt: toInstant(deps.now()) };
}

async function inTime<T>(check: Promise<T>, deadlineMs: number): Promise<T | string> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve("timed-out"), deadlineMs);
  });
  try {
    return await Promise.race([check.catch(inOneWord), late]);
  } finally {
    clearTimeout(timer);
  }
}

function inOneWord(error: unknown): string {
  return error instanceof CodedError ? error.code : "failed";
}

/** A longer standstill makes the service unhealthy. A host that takes over the timers of a dead one is there sooner. */
const STANDSTILL_SECONDS = 180;

async function checkClock(deps: CheckHealthDeps): Promise<Pick<HealthReport, "timers" | "polls">> {
  const [ticks, watches] = await Promise.all([deps.loadTicks(), deps.listWatches()]);
  const now = deps.now();
  // A timer that never ran is late once this process has waited for it, so that a fresh deployment is healthy.
  const silence = (timer: TimerName): number => {
    const tick = ticks.get(timer);
    return tick === undefined ? deps.upSeconds() : secondsSince(tick, now);
  };
  const timers = describeLate(TIMERS.filter((timer) => silence(timer) > STANDSTILL_SECONDS));
  const isLate = ({ dueSince, nextPollAt }: Watch): boolean =>
    secondsSince(dueSince ?? nextPollAt, now) > STANDSTILL_SECONDS;
  return { timers, polls: watches.some(isLate) ? "late" : "ok" };
}

function describeLate(names: readonly string[]): string {
  return names.length === 0 ? "ok" : `late: ${names.join(", ")}`;
}

/** Flows that hang may fill the slow lane for long, which is no fault of the service. */
const LONGER_STANDSTILL_SECONDS: Readonly<Record<string, number>> = { "deliveries-slow": 1_800 };

async function checkQueues({ listWaiting, now }: CheckHealthDeps): Promise<string> {
  const waiting = await listWaiting();
  const stands = waiting.filter(
    ({ queue, waitingSince }) =>
      waitingSince !== undefined &&
      secondsSince(waitingSince, now()) > (LONGER_STANDSTILL_SECONDS[queue] ?? STANDSTILL_SECONDS),
  );
  return describeLate(stands.map(({ queue }) => queue));
}

/** Checks the source. A source that asks us to slow down is healthy. */
async function checkSource({ listInstances }: CheckHealthDeps): Promise<string> {
  const answer = await listInstances();
  return answer.ok || answer.failure.kind === "throttled" ? "ok" : answer.failure.kind;
}

/** How long a result is reused: anyone may ask, and each check costs a call to CI that flows need. */
const REMEMBER_MS = 30_000;

/**
 * A check that returns the last result while it is fresh, and never runs twice at once. `elapsedMs` is a clock that
 * only goes forward.
 */
export function rememberHealth(
  check: () => Promise<HealthReport>,
  elapsedMs: () => number,
): () => Promise<HealthReport> {
  let begunAtMs = Number.NEGATIVE_INFINITY;
  let last: Promise<HealthReport> | undefined;
  return () => {
    if (last && elapsedMs() - begunAtMs < REMEMBER_MS) return last;
    begunAtMs = elapsedMs();
    last = check();
    return last;
  };
}
