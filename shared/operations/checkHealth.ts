import { CodedError } from "../model/errors";
import { type Instance } from "../model/instance";
import { type Instant, toInstant } from "../model/instant";
import { type SourceAnswer } from "../model/sourceAnswer";
import { type Watch } from "../model/subject";

export interface CheckHealthDeps {
  readonly loadWatch: (instanceId: string) => Promise<Watch | undefined>;
  readonly listInstances: () => Promise<SourceAnswer<readonly Instance[]>>;
  readonly now: () => Date;
  readonly deadlineMs: number;
}

export interface HealthReport {
  readonly status: "healthy" | "unhealthy";
  /** `ok`, or in a word what is wrong. */
  readonly storage: string;
  readonly source: string;
  readonly checkedAt: Instant;
}

/** Whether storage and CI answer: one cheap read of each, at the same time. Never rejects. */
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

/** Of no instance: that there is no such row is the answer that is wanted. */
const NO_INSTANCE = "00000000-0000-0000-0000-000000000000";

async function checkStorage({ loadWatch }: CheckHealthDeps): Promise<string> {
  try {
    await loadWatch(NO_INSTANCE);
    return "ok";
  } catch (error) {
    return error instanceof CodedError ? error.code : "failed";
  }
}

/** A source that asks us to slow down is there. */
async function checkSource({ listInstances }: CheckHealthDeps): Promise<string> {
  const answer = await listInstances();
  return answer.ok || answer.failure.kind === "throttled" ? "ok" : answer.failure.kind;
}

/** Anybody may ask for our health, and asking costs calls to CI that flows need: twice a minute is enough. */
const REMEMBER_MS = 30_000;

/** The last check while it is fresh, else a new one; never two at once. `elapsedMs`: a clock that only goes forward. */
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
