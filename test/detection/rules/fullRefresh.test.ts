import { type WorkflowTask } from "../../../shared/model/workflow";
import { INSTANCE_ID, at } from "../../builders/workflow";
import { ended, refresh, running, task } from "./aRefresh";
import { type Look, found, watchJobs } from "./watchJobs";

test("T5 the event tells the run: status, outcome, who started it, times, counts of steps", () => {
  const tasks = [
    task("datapreparation", "failed"),
    task("export", "timedout"),
    task("map", "successful"),
    task("match", "skipped"),
  ];
  const [, last] = watchJobs(ended({ status: "timedout", tasks }));
  expect(last?.events).toEqual([
    {
      eventId: expect.stringMatching(/^evt_[0-9a-f]{32}$/),
      trigger: "full-refresh-completed",
      instanceId: INSTANCE_ID,
      subjectId: "jobs",
      occurredAt: at(5),
      detectedAt: at(5),
      traits: { submissionKind: "scheduled", outcome: "completed" },
      fields: {
        jobId: "job-1",
        status: "timedOut",
        outcome: "completed",
        submissionKind: "scheduled",
        startedAt: at(0),
        endedAt: at(5),
        tasksSucceeded: 1,
        tasksFailed: 2,
        tasksSkipped: 1,
      },
    },
  ]);
});

function occurred(tasks: readonly WorkflowTask[]): string | undefined {
  const [, second] = watchJobs([{ jobs: [] }, { jobs: [refresh({ tasks })], minute: 9 }]);
  return second?.events[0]?.occurredAt;
}

test("T5 A12: without an end it takes the last step's, else our own time", () => {
  expect(occurred([task("export", "successful", { endedAt: at(4) })])).toBe(at(4));
  expect(occurred([])).toBe(at(9));
});

test("T5 a job that does not say who started it counts as started by hand, and is told of", () => {
  const [, second] = watchJobs([{ jobs: [] }, { jobs: [refresh({ submissionKind: "" })] }]);
  expect(second).toMatchObject({
    events: [{ traits: { submissionKind: "ondemand" } }],
    unusable: [{ what: "job job-1", seen: 'submitted "", taken as ondemand' }],
  });
});

function idOf(looks: readonly Look[]): string | undefined {
  return watchJobs(looks).at(-1)?.events[0]?.eventId;
}

test("T5 the key is instance and job: another poll, or another status, makes the same event", () => {
  expect(idOf(ended({ status: "successful" }))).toBe(
    idOf([{ jobs: [] }, { jobs: [refresh({ status: "failed" })], minute: 50 }]),
  );
  expect(idOf(ended({}))).not.toBe(idOf([{ jobs: [] }, { jobs: [refresh({ jobId: "job-2" })] }]));
});

const PROBLEM = { severity: "error", code: "X" };

function failedWith(...tasks: readonly WorkflowTask[]): readonly Look[] {
  return ended({ status: "failed", tasks });
}

const prepared = task("datapreparation", "failed");

test.each<[string, readonly Look[], readonly string[]]>([
  ["successful: completed", ended({ status: "successful" }), ["refreshed job-1 completed"]],
  ["still running: nothing", [running, running], []],
  ["A2: an unknown status is not terminal", ended({ status: "unknown" }), []],
  ["needsUpdate is not terminal", ended({ status: "needsupdate" }), []],
  ["aborted: never", ended({ status: "aborted" }), []],
  ["deleted: never", ended({ status: "deleted" }), []],
  ["skipped: never", ended({ status: "skipped" }), []],
  ["A9: failed through data preparation alone: completed", failedWith(prepared), ["refreshed job-1 completed"]],
  [
    "A9: failed through an export alone: completed",
    failedWith(task("export", "failed")),
    ["refreshed job-1 completed"],
  ],
  [
    "A10: timed out, no blocking step failed: completed",
    ended({ status: "timedout", tasks: [prepared, task("map", "successful")] }),
    ["refreshed job-1 completed"],
  ],
  ...["ingestion", "map", "match", "merge", "segmentation", "measures", "attributemeasures", "entitymeasures"].map(
    (type): [string, readonly Look[], readonly string[]] => [
      `failed with a failed ${type} step: failed`,
      failedWith(prepared, task(type, "failed")),
      ["refreshed job-1 failed"],
    ],
  ),
  [
    "a blocking step that timed out: failed",
    failedWith(prepared, task("segmentation", "timedout")),
    ["refreshed job-1 failed"],
  ],
  [
    "a blocking step skipped with problems, for another failed: failed",
    failedWith(prepared, task("match", "skipped", { problems: [PROBLEM] })),
    ["refreshed job-1 failed"],
  ],
  [
    "a blocking step skipped without problems, for it was not due: completed",
    failedWith(prepared, task("match", "skipped")),
    ["refreshed job-1 completed"],
  ],
  ["failed without any tasks: nothing says it was harmless", failedWith(), ["refreshed job-1 failed"]],
  ["failed while merging goes on downstream: waits for it", failedWith(prepared, task("merge", "running")), []],
  [
    "…until it is over",
    [
      ...failedWith(prepared, task("merge", "running")),
      { jobs: [refresh({ status: "failed", tasks: [prepared, task("merge", "skipped")] })], minute: 60 },
    ],
    ["refreshed job-1 completed"],
  ],
  [
    "…or for a day",
    [
      ...failedWith(prepared, task("match", "queued")),
      { jobs: [refresh({ status: "failed", tasks: [prepared, task("match", "queued")] })], minute: 5 + 24 * 60 },
    ],
    ["refreshed job-1 failed"],
  ],
  ["once: not again at the next look", [...ended({}), { jobs: [refresh()] }], []],
  ["once: not even when the job runs again and succeeds", [...failedWith(), running, { jobs: [refresh()] }], []],
  [
    "started by hand counts too, subscriptions choose",
    ended({ submissionKind: "ondemand" }),
    ["refreshed job-1 completed"],
  ],
  ["another operation type is none", [{ jobs: [] }, { jobs: [refresh({ operationType: "segmentation" })] }], []],
  [
    "essential 4: jobType says nothing, operationType does",
    [{ jobs: [] }, { jobs: [refresh({ operationType: "none" })] }],
    [],
  ],
  ["new and over between two looks", [{ jobs: [] }, { jobs: [refresh()] }], ["refreshed job-1 completed"]],
  ["baseline: a job that is over is old news", [{ jobs: [refresh()] }], []],
  ["baseline: …and stays it", [{ jobs: [refresh()] }, { jobs: [refresh()] }], []],
  [
    "A11: whatever order they are listed in, oldest first",
    [
      { jobs: [] },
      {
        jobs: [
          refresh({ jobId: "job-3", submittedAt: at(3) }),
          refresh(),
          refresh({ jobId: "job-2", submittedAt: at(2) }),
        ],
      },
    ],
    ["refreshed job-1 completed", "refreshed job-2 completed", "refreshed job-3 completed"],
  ],
  [
    "an open job that fell off the list, looked up",
    [running, { jobs: [refresh({ jobId: "job-2", status: "running" })], lookedUp: [refresh()] }],
    ["refreshed job-1 completed"],
  ],
  ["an open job that is gone: no event", [running, { jobs: [], gone: ["job-1"] }], []],
  ["…nor when it shows up again", [running, { jobs: [], gone: ["job-1"] }, { jobs: [refresh()] }], []],
])("T5 %s", (_, looks, expected) => {
  expect(found(looks)).toEqual(expected);
});

test("T5 A8: other operation types can be set to count as full refreshes", () => {
  const looks = [{ jobs: [] }, { jobs: [refresh({ operationType: "none" })] }];
  expect(found(looks, { fullRefreshTypes: ["all", "none"] })).toEqual(["refreshed job-1 completed"]);
});

test("T5 A8: a scheduled job that looks like a full refresh but is not set to be one is told of, once", () => {
  const tasks = [task("ingestion", "successful"), task("merge", "successful", { taskId: "merge-1" })];
  const job = refresh({ operationType: "none", tasks });
  const [, second, third] = watchJobs([
    { jobs: [refresh({ ...job, status: "running" })] },
    { jobs: [job] },
    { jobs: [job] },
  ]);
  expect(second?.unusable).toEqual([
    { what: "job job-1", seen: "scheduled none with ingestion and merge is no full refresh" },
  ]);
  expect(third?.unusable).toEqual([]);
});

test("T5 an open job that is gone is told of", () => {
  expect(watchJobs([running, { gone: ["job-1"] }]).at(-1)?.unusable).toEqual([
    { what: "job job-1", seen: "gone while open" },
  ]);
});
