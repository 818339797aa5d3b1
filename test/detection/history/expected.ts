import { type Evaluation, type World, instantAt } from "./world";

export const THRESHOLDS = [10, 20] as const;

/** True when a threshold lies between, in either direction; equal counts as below (A16). */
export function isStep({ previous, current }: { readonly previous: number; readonly current: number }): boolean {
  return THRESHOLDS.some((threshold) => previous <= threshold !== current <= threshold);
}

/**
 * The oracle: it sees the whole history and knows nothing of polls. What ended after the first look, each once, by subject and in
 * the order in which it happened.
 */
export function expectedEvents(world: World, firstLook: number): ReadonlyMap<string, readonly string[]> {
  const expected = new Map<string, readonly string[]>([
    ["refreshes", refreshes(world, firstLook)],
    ["full", fullRefreshes(world, firstLook)],
    ["unified", unifications(world, firstLook)],
  ]);
  for (const [name, evaluations] of Object.entries(world.segments))
    expected.set(`segment.${name}`, steps(evaluations, firstLook));
  for (const [name, evaluations] of Object.entries(world.measures))
    expected.set(`measure.${name}`, steps(evaluations, firstLook));
  return expected;
}

/** A failure counts as ended when its job is over: until then it may be retried. */
function refreshes({ runs }: World, firstLook: number): readonly string[] {
  return runs
    .map((run) => ({ ...run, finalAt: run.ingestion === "failed" ? run.endedAt : run.ingestedAt }))
    .filter(({ operationType, finalAt }) => operationType !== "segmentation" && finalAt > firstLook)
    .flatMap(({ ingestion, ingestedAt }) => {
      if (ingestion === "successful") return [`succeeded ${instantAt(ingestedAt)}`];
      return ingestion === "failed" || ingestion === "timedout" ? [`failed ${instantAt(ingestedAt)}`] : [];
    });
}

function fullRefreshes({ runs }: World, firstLook: number): readonly string[] {
  return runs
    .filter(({ operationType, endedAt }) => operationType === "all" && endedAt > firstLook)
    .flatMap(({ jobId, status, ingestion, merge }) => {
      if (status === "successful") return [`${jobId} completed`];
      if (status !== "failed" && status !== "timedout") return [];
      const broken = [ingestion, merge].some((each) => each === "failed" || each === "timedout");
      return [`${jobId} ${broken ? "failed" : "completed"}`];
    });
}

function unifications({ runs }: World, firstLook: number): readonly string[] {
  return runs
    .filter(
      ({ operationType, merge, mergedAt }) => operationType === "all" && merge === "successful" && mergedAt > firstLook,
    )
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
