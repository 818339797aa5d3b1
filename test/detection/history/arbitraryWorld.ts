import * as fc from "fast-check";
import { type WorkflowStatus } from "../../../shared/model/workflow";
import { type Evaluation, type RunPlan, type World } from "./world";

/** Longer than a poll takes to read jobs and nodes: no whole run fits between the two. */
const gap = fc.integer({ min: 30, max: 400 });
const part: fc.Arbitrary<WorkflowStatus> = fc.constantFrom("successful", "successful", "failed", "timedout", "skipped");
const whole: fc.Arbitrary<WorkflowStatus> = fc.constantFrom(
  "successful",
  "successful",
  "failed",
  "timedout",
  "aborted",
);
const kind = fc.constantFrom("all" as const, "all" as const, "ingestion" as const, "segmentation" as const);

const aRun = fc.record({
  wait: gap,
  ingest: gap,
  merge: gap,
  end: gap,
  operationType: kind,
  ingestion: part,
  mergeStatus: part,
  status: whole,
});

const evaluations = fc
  .array(fc.record({ wait: gap, value: fc.integer({ min: 0, max: 30 }), ok: fc.boolean() }), { maxLength: 25 })
  .map((all): readonly Evaluation[] => {
    let at = -600;
    return all.map(({ wait, value, ok }) => ({ at: (at += wait), value, ok }));
  });

/** Runs follow one another, some begin before the first look at second 0; up to 60, so that a list of 50 may not reach back. */
const runs = fc.array(aRun, { maxLength: 60 }).map((all): readonly RunPlan[] => {
  let now = -1_200;
  return all.map(({ wait, ingest, merge, end, operationType, ingestion, mergeStatus, status }, index) => {
    const submittedAt = now + wait;
    const ingestedAt = submittedAt + ingest;
    const mergedAt = ingestedAt + merge;
    const endedAt = mergedAt + end;
    now = endedAt;
    const jobId = `job-${String(index).padStart(3, "0")}`;
    return { jobId, operationType, submittedAt, ingestedAt, mergedAt, endedAt, ingestion, merge: mergeStatus, status };
  });
});

export const arbitraryWorld: fc.Arbitrary<World> = fc.record({
  runs,
  segments: fc.record({ Loyal: evaluations, Lapsed: evaluations }),
  measures: fc.record({ Revenue: evaluations, Margin: evaluations }),
});

/** The last second at which anything happens. */
export function endOfWorld({ runs: all, segments, measures }: World): number {
  const evaluated = [...Object.values(segments), ...Object.values(measures)].flat();
  return Math.max(0, ...all.map(({ endedAt }) => endedAt), ...evaluated.map(({ at }) => at));
}
