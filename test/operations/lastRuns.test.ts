import { type WorkflowJob, type WorkflowTask } from "../../shared/model/workflow";
import { describeRuns } from "../../shared/operations/lastRuns";
import { aJob, aTask, at } from "../builders/workflow";

const ERROR = { severity: "error", message: "Timeout" };

/** Named after the minute it was submitted at. */
function jobAt(minute: number, parts: Partial<WorkflowJob> = {}): WorkflowJob {
  return aJob({ jobId: `job-${minute}`, submittedAt: at(minute), ...parts });
}

function mergeOf(parts: Partial<WorkflowTask>): WorkflowTask {
  return aTask({ operationType: "merge", ...parts });
}

const SUMMARY = { detail: "summary", fullRefreshTypes: ["all"] } as const;

test("a summary has the newest full refresh and unification, whatever order CI lists them in", () => {
  const jobs = [
    jobAt(2, { operationType: "all" }),
    jobAt(9),
    jobAt(7, { operationType: "all", tasks: [aTask()] }),
    jobAt(4, { operationType: "merge", tasks: [mergeOf({})] }),
    jobAt(1, { operationType: "all", tasks: [mergeOf({})] }),
  ];
  expect(describeRuns(jobs, SUMMARY)).toMatchObject({
    fullRefresh: { jobId: "job-7" },
    unification: { jobId: "job-4" },
  });
  expect(describeRuns(jobs, SUMMARY)).not.toHaveProperty("jobs");
});

test("what counts as a full refresh is a setting", () => {
  const jobs = [jobAt(2, { operationType: "all" }), jobAt(1, { operationType: "ingestion" })];
  const runs = describeRuns(jobs, { ...SUMMARY, fullRefreshTypes: ["ingestion", "x"] });
  expect(runs).toEqual({ fullRefresh: expect.objectContaining({ jobId: "job-1" }) });
});

test("in full there are the ten newest jobs, those without a time last", () => {
  const minutes = [3, 11, 7, 1, 9, 2, 10, 4, 8, 6, 5];
  const { submittedAt: _none, ...timeless } = jobAt(99);
  const jobs = (count: number): (string | undefined)[] | undefined =>
    describeRuns([timeless, ...minutes.slice(0, count).map((minute) => jobAt(minute))], {
      ...SUMMARY,
      detail: "full",
    }).jobs?.map(({ jobId }) => jobId);
  expect(jobs(11)).toEqual([11, 10, 9, 8, 7, 6, 5, 4, 3, 2].map((minute) => `job-${minute}`));
  expect(jobs(2)).toEqual(["job-11", "job-3", "job-99"]);
});

test("a run counts its tasks and shows the first error", () => {
  const tasks = [
    aTask({ problems: [{ severity: "warning" }] }),
    aTask({ status: "failed", problems: [ERROR] }),
    aTask({ status: "skipped" }),
  ];
  const job = jobAt(1, { operationType: "all", submissionKind: "scheduled", status: "failed", endedAt: at(5), tasks });
  expect(describeRuns([job], SUMMARY).fullRefresh).toEqual({
    jobId: "job-1",
    operationType: "all",
    submissionKind: "scheduled",
    state: "failed",
    submittedAt: at(1),
    endedAt: at(5),
    tasks: { total: 3, states: { successful: 1, failed: 1, skipped: 1 } },
    problem: ERROR,
  });
});

test("a job that says neither who started it nor when has neither", () => {
  const job = aJob({ operationType: "all", submissionKind: "", status: "queued" });
  expect(describeRuns([job], SUMMARY).fullRefresh).toEqual({
    jobId: "job-1",
    operationType: "all",
    state: "queued",
    tasks: { total: 0, states: {} },
  });
});

test.each<{
  what: string;
  job?: Partial<WorkflowJob>;
  merges: Partial<WorkflowTask>[];
  state: string;
  endedAt?: string;
}>([
  {
    what: "while the job goes on",
    merges: [{ status: "successful", endedAt: at(3) }],
    state: "successful",
    endedAt: at(3),
  },
  { what: "whose merge runs", merges: [{ status: "running", endedAt: at(-9) }], state: "running" },
  {
    what: "of which one merge still runs",
    merges: [{ status: "successful", endedAt: at(3) }, { status: "running" }],
    state: "running",
  },
  {
    what: "of which one merge failed",
    merges: [
      { status: "failed", endedAt: at(4) },
      { status: "successful", endedAt: at(3) },
    ],
    state: "successful",
    endedAt: at(4),
  },
  { what: "that failed", merges: [{ status: "timedout", endedAt: at(3) }], state: "timedout", endedAt: at(3) },
  {
    what: "with a merge that was never begun, in a job that is over",
    job: { status: "aborted", endedAt: at(8) },
    merges: [{ status: "queued" }],
    state: "aborted",
    endedAt: at(8),
  },
  {
    what: "with a merge that runs on in a job that is over",
    job: { status: "failed", endedAt: at(8) },
    merges: [{ status: "running" }],
    state: "running",
  },
])("a unification $what is $state", ({ job, merges, state, endedAt }) => {
  const tasks = [aTask({ status: "failed", problems: [ERROR] }), ...merges.map(mergeOf)];
  const { unification } = describeRuns([jobAt(1, { status: "running", ...job, tasks })], SUMMARY);
  expect(unification).toMatchObject({ jobId: "job-1", state, tasks: { total: merges.length } });
  expect(unification?.endedAt).toBe(endedAt);
  expect(unification).not.toHaveProperty("problem");
});
