import { type Evaluation, type RunPlan, type World, instantAt, refreshes, unifies } from "./world";

const THRESHOLDS = [10, 20] as const;

/** True when a threshold lies between, in either direction; equal counts as below (A16). */
export function isStep({ previous, current }: { readonly previous: number; readonly current: number }): boolean {
  return THRESHOLDS.some((threshold) => previous <= threshold !== current <= threshold);
}

/**
 * The oracle: it sees the whole history and knows nothing of polls. What ended after the first look, each once, by subject and in
 * the order in which it happened.
 */
export function expectedEvents(world: World, firstLook: number): ReadonlyMap<string, readonly string[]> {
  const full = fullRefreshes(world, firstLook);
  const expected = new Map<string, readonly string[]>([
    ["refreshes", dataSourceRefreshes(world, firstLook)],
    ["full", full.filter((each) => !isBeside(each))],
    ["beside", full.filter(isBeside).toSorted()],
    ["unified", unifications(world, firstLook)],
  ]);
  for (const [name, evaluations] of Object.entries(world.segments))
    expected.set(`segment.${name}`, steps(evaluations, firstLook));
  for (const [name, evaluations] of Object.entries(world.measures))
    expected.set(`measure.${name}`, steps(evaluations, firstLook));
  return expected;
}

/** The end of a run beside the others: these end in any order. */
export function isBeside(told: string): boolean {
  return told.startsWith("beside");
}

/** A failure counts as ended when its job is over: until then it may be retried. */
function dataSourceRefreshes({ runs }: World, firstLook: number): readonly string[] {
  return runs
    .map((run) => ({ ...run, finalAt: run.ingestion === "failed" ? run.endedAt : run.ingestedAt }))
    .filter((run) => refreshes(run) && run.finalAt > firstLook)
    .flatMap(({ ingestion, ingestedAt }) => {
      if (ingestion === "successful") return [`succeeded ${instantAt(ingestedAt)}`];
      return ingestion === "failed" || ingestion === "timedout" ? [`failed ${instantAt(ingestedAt)}`] : [];
    });
}

function fullRefreshes({ runs }: World, firstLook: number): readonly string[] {
  return runs
    .filter(({ operationType, endedAt }) => operationType === "all" && endedAt > firstLook)
    .flatMap((run) => {
      const { jobId, status } = run;
      if (status === "successful") return [`${jobId} completed`];
      if (status !== "failed" && status !== "timedout") return [];
      return [`${jobId} ${isBroken(run) ? "failed" : "completed"}`];
    });
}

function isBroken({ bare, ingestion, merge }: RunPlan): boolean {
  return bare === true || [ingestion, merge].some((each) => each === "failed" || each === "timedout");
}

function unifications({ runs }: World, firstLook: number): readonly string[] {
  return runs
    .filter((run) => unifies(run) && run.merge === "successful" && run.mergedAt > firstLook)
    .map(({ jobId }) => jobId);
}

function steps(evaluations: readonly Evaluation[], firstLook: number): readonly string[] {
  const done = evaluations.filter(({ ok }) => ok);
  return done.flatMap(({ at, value }, index) => {
    const previous = done[index - 1];
    if (at <= firstLook || !previous || !isStep({ previous: previous.value, current: value })) return [];
    return [`${previous.value}→${value} ${instantAt(at)}`];
  });
}
