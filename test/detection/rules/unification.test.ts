import { type WorkflowJob, type WorkflowTask } from "../../../shared/model/workflow";
import { aJob, aNode, aTask, at } from "../../builders/workflow";
import { type Look, found, watchJobs } from "./watchJobs";

function job(tasks: readonly WorkflowTask[], parts: Partial<WorkflowJob> = {}): WorkflowJob {
  return aJob({ operationType: "merge", status: "running", submittedAt: at(0), tasks, ...parts });
}

function merge(status: WorkflowTask["status"], taskId = "m1", endedMinute?: number): WorkflowTask {
  const end = endedMinute === undefined ? {} : { endedAt: at(endedMinute) };
  return aTask({ taskId, operationType: "merge", status, ...end });
}

const match = aTask({ taskId: "x1", operationType: "match", status: "successful" });
const begun: Look = { jobs: [job([merge("running")])] };

function then(...tasks: readonly WorkflowTask[]): readonly Look[] {
  return [begun, { jobs: [job(tasks)] }];
}

test.each<[string, readonly Look[], readonly string[]]>([
  ["a merge became successful, its job still runs", then(merge("successful")), ["unified job-1 m1"]],
  ["once", [...then(merge("successful")), { jobs: [job([merge("successful")])] }], []],
  [
    "once: nor when the job ends",
    [...then(merge("successful")), { jobs: [job([merge("successful")], { status: "successful" })] }],
    [],
  ],
  ["a merge that failed", then(merge("failed")), []],
  ["a merge that was skipped", then(merge("skipped")), []],
  ["A20: a run that only matches", then(match), []],
  [
    "failed, then retried with success",
    [...then(merge("failed")), { jobs: [job([merge("successful")])] }],
    ["unified job-1 m1"],
  ],
  [
    "failed with its job, then retried with success",
    [begun, { jobs: [job([merge("failed")], { status: "failed" })] }, { jobs: [job([merge("successful")])] }],
    ["unified job-1 m1"],
  ],
  ["B2B: one of two merges is still running", then(merge("successful"), merge("running", "m2")), []],
  ["B2B: one of two is not begun", then(merge("successful"), merge("queued", "m2")), []],
  [
    "B2B: both are over, one event, the earliest success",
    then(merge("successful", "m1", 9), merge("successful", "m2", 4)),
    ["unified job-1 m2"],
  ],
  ["B2B: both are over, one succeeded", then(merge("failed"), merge("successful", "m2")), ["unified job-1 m2"]],
  ["B2B: both failed", then(merge("failed"), merge("failed", "m2")), []],
  [
    "B2B: the job is over, so the merge that was not begun is too",
    [begun, { jobs: [job([merge("successful"), merge("queued", "m2")], { status: "timedout" })] }],
    ["unified job-1 m1"],
  ],
  [
    "B2B: the job failed, but the other merge goes on",
    [begun, { jobs: [job([merge("successful"), merge("running", "m2")], { status: "failed" })] }],
    [],
  ],
  [
    "A21: a merge that two jobs share is told once for each",
    [
      { jobs: [] },
      { jobs: [job([merge("successful")]), job([merge("successful")], { jobId: "job-2", submittedAt: at(1) })] },
    ],
    ["unified job-1 m1", "unified job-2 m1"],
  ],
  [
    "baseline: what is merged already is old news",
    [{ jobs: [job([merge("successful")])] }, { jobs: [job([merge("successful")])] }],
    [],
  ],
  [
    "baseline: nor does a later try of a job that was over count",
    [{ jobs: [job([merge("failed")], { status: "failed" })] }, { jobs: [job([merge("successful")])] }],
    [],
  ],
  [
    "a full refresh: unification before the end",
    [{ jobs: [] }, { jobs: [job([merge("successful")], { operationType: "all", status: "successful" })] }],
    ["unified job-1 m1", "refreshed job-1 completed"],
  ],
])("T6 %s", (_, looks, expected) => {
  expect(found(looks)).toEqual(expected);
});

test("T6 the event is at the merge's end and names job and task", () => {
  const [, last] = watchJobs(then(merge("successful", "m1", 4)));
  expect(last?.events).toMatchObject([
    {
      trigger: "unification-completed",
      subjectId: "jobs",
      occurredAt: at(4),
      fields: { jobId: "job-1", taskId: "m1" },
    },
  ]);
});

const bare = job([]);
const node = aNode({ identifier: "merge", operationType: "merge", status: "successful", endedAt: at(0) });
const before: Look = { jobs: [bare], nodes: [node] };

test.each<[string, readonly Look[], readonly string[]]>([
  ["the merge node ended anew", [before, { ...before, nodes: [{ ...node, endedAt: at(3) }] }], ["unified job-1 -"]],
  ["the first observation is a baseline", [before], []],
  ["the same end is no news", [before, before], []],
  ["it failed", [before, { ...before, nodes: [{ ...node, status: "failed", endedAt: at(3) }] }], []],
  ["it runs", [before, { ...before, nodes: [{ ...node, status: "running", endedAt: at(3) }] }], []],
  [
    "needsUpdate is not running, and no success",
    [before, { ...before, nodes: [{ ...node, status: "needsupdate", endedAt: at(3) }] }],
    [],
  ],
  [
    "B2B: another merge still runs",
    [
      before,
      {
        ...before,
        nodes: [
          { ...node, endedAt: at(3) },
          { ...node, identifier: "m2", status: "running" },
        ],
      },
    ],
    [],
  ],
  [
    "B2B: one succeeded before the baseline, the other fails",
    [
      { ...before, nodes: [node, { ...node, identifier: "m2", status: "running" }] },
      { ...before, nodes: [node, { ...node, identifier: "m2", status: "failed" }] },
    ],
    [],
  ],
  [
    "jobs have tasks after all: those tell",
    [before, { jobs: [job([merge("running")])], nodes: [{ ...node, endedAt: at(3) }] }],
    [],
  ],
  [
    "told by the node, then its task appears: once",
    [
      before,
      { ...before, nodes: [{ ...node, endedAt: at(3) }] },
      { jobs: [job([merge("successful")])], nodes: [{ ...node, endedAt: at(3) }] },
    ],
    [],
  ],
  [
    "told by a node that names no job, then the list comes with tasks: once",
    [
      { ...before, nodes: [{ ...node, jobIds: [] }] },
      { ...before, nodes: [{ ...node, jobIds: [], endedAt: at(3) }] },
      { ...before, nodes: [{ ...node, jobIds: [], endedAt: at(3) }] },
      { jobs: [job([merge("successful", "m1", 3)])], nodes: [{ ...node, jobIds: [], endedAt: at(3) }] },
    ],
    [],
  ],
  [
    "a later merge is told by its task all the same",
    [
      { ...before, nodes: [{ ...node, jobIds: [], endedAt: at(3) }] },
      { jobs: [job([merge("successful", "m1", 5)])], nodes: [{ ...node, jobIds: [], endedAt: at(5) }] },
    ],
    ["unified job-1 m1"],
  ],
  [
    "told by the task, then the list comes without tasks: once",
    [
      before,
      { jobs: [job([merge("successful")])], nodes: [{ ...node, endedAt: at(3) }] },
      { ...before, nodes: [{ ...node, endedAt: at(3) }] },
    ],
    [],
  ],
  ["no jobs are listed: nothing to go by", [before, { nodes: [{ ...node, endedAt: at(3) }] }], []],
])("T6 without tasks: %s", (_, looks, expected) => {
  expect(found(looks)).toEqual(expected);
});
