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

/** Runs follow one another, some begin before the first look at second 0; so many that a list of 50 may not reach back. */
const inTurn = fc.array(aRun, { maxLength: 130, size: "max" }).map((all): readonly RunPlan[] => {
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

/** Runs that go on for long beside the others, until they are far down the list. */
const beside = fc
  .array(
    fc.record({
      from: fc.integer({ min: -1_200, max: 40_000 }),
      length: fc.integer({ min: 30, max: 80_000 }),
      status: whole,
    }),
    {
      maxLength: 4,
    },
  )
  .map((all): readonly RunPlan[] =>
    all.map(({ from, length, status }, index) => {
      const endedAt = from + length;
      const run = {
        jobId: `beside-${index}`,
        bare: true,
        operationType: "all",
        submittedAt: from,
        endedAt,
        status,
      } as const;
      return { ...run, ingestedAt: endedAt, mergedAt: endedAt, ingestion: "skipped", merge: "skipped" };
    }),
  );

const runs = fc
  .tuple(inTurn, beside)
  .map(([some, others]) => [...some, ...others].toSorted((a, b) => a.submittedAt - b.submittedAt));

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
