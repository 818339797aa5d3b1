/**
 * The health check: whether storage and CI answer. It is open to anyone, so its result is cached. It says nothing about
 * single instances or deliveries: that is the status report.
 */
import { CodedError } from "../model/errors";
import { type Instant, toInstant } from "../model/instant";
import { type SourceReads } from "../model/sourceReads";
import { type Watch } from "../model/subject";

export interface CheckHealthDeps extends Pick<SourceReads, "listInstances"> {
  readonly loadWatch: (instanceId: string) => Promise<Watch | undefined>;
  readonly now: () => Date;
  /** The time after which a check that has not ended counts as `timed-out`. */
  readonly deadlineMs: number;
}

export interface HealthReport {
  readonly status: "healthy" | "unhealthy";
  /** `ok`, or the kind of the failure in one word. */
  readonly storage: string;
  readonly source: string;
  readonly checkedAt: Instant;
}

/** Checks storage and CI at the same time, by one cheap read of each. Never rejects. */
export async function checkHealth(deps: CheckHealthDeps): Promise<HealthReport> {
  const [storage, source] = await Promise.all([
    inTime(checkStorage(deps), deps.deadlineMs),
    inTime(checkSource(deps), deps.deadlineMs),
  ]);
  const status = storage === "ok" && source === "ok" ? "healthy" : "unhealthy";
  return { status, storage, source, checkedAt: toInstant(deps.now()) };
}

async function inTime(check: Promise<string>, deadlineMs: number): Promise<string> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve("timed-out"), deadlineMs);
  });
  try {
    return await Promise.race([check.catch(() => "failed"), late]);
  } finally {
    clearTimeout(timer);
  }
}

/** The id of no instance. The check reads a row that never exists: "not found" proves that storage answers. */
const NO_INSTANCE = "00000000-0000-0000-0000-000000000000";

async function checkStorage({ loadWatch }: CheckHealthDeps): Promise<string> {
  try {
    await loadWatch(NO_INSTANCE);
    return "ok";
  } catch (error) {
    return error instanceof CodedError ? error.code : "failed";
  }
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
