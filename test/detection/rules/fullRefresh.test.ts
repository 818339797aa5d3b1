import { type WorkflowTask } from "../../../shared/model/workflow";
import { INSTANCE_ID, at } from "../../builders/workflow";
import { ended, refresh, task } from "../jobs/aRefresh";
import { type Look, watchJobs } from "../jobs/watchJobs";

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
