import { toInstant } from "../../../shared/model/instant";
import { aJob, aNode, aTask, at } from "../../builders/workflow";
import { type Look, found, watchDataSource } from "../watchDataSource";

const before: Look = {
  nodes: [aNode({ endedAt: at(0) })],
  jobs: [aJob({ endedAt: at(0), tasks: [aTask({ endedAt: at(0) })] })],
};

function ended(jobId: string, status: "failed" | "successful" | "aborted", minute: number, more: object = {}) {
  return aJob({
    jobId,
    status,
    endedAt: at(minute),
    tasks: [aTask({ status, endedAt: at(minute), jobIds: [jobId], ...more })],
  });
}

test.each([
  ["later", 1_200],
  ["earlier", -1_200],
])("a run that its node has told is not told again by a task that ended a little %s", (_, differenceMs) => {
  const endedAt = toInstant(new Date(Date.parse(at(4)) + differenceMs));
  const [own, sharing] = ["job-2", "job-3"].map((jobId) => ended(jobId, "successful", 4, { endedAt }));
  const jobs = [own, sharing].flatMap((job) => job ?? []);
  const first: Look = { nodes: [aNode({ endedAt: at(4), jobIds: ["job-2"] })], jobs };
  const running: Look = { nodes: [aNode({ status: "running", jobIds: ["job-4"] })], jobs };
  const next: Look = { nodes: [aNode({ endedAt: at(9), jobIds: ["job-4"] })], jobs };
  expect(found([before, first])).toEqual(["succeeded 4"]);
  expect(found([before, first, running])).toEqual([]);
  expect(found([before, first, next])).toEqual(["succeeded 9"]);
});

test.each<[string, Look, readonly string[]]>([
  [
    "a failure and then a success between two looks: both, in order",
    {
      nodes: [aNode({ endedAt: at(9), jobIds: ["job-3"] })],
      jobs: [ended("job-3", "successful", 9), ended("job-2", "failed", 4)],
    },
    ["failed 4", "succeeded 9"],
  ],
  [
    "a failure, and the next run already going",
    {
      nodes: [aNode({ status: "running", jobIds: ["job-3"] })],
      jobs: [aJob({ jobId: "job-3", status: "running" }), ended("job-2", "failed", 4)],
    },
    ["failed 4"],
  ],
  [
    "three successes between two looks",
    {
      nodes: [aNode({ endedAt: at(9), jobIds: ["job-4"] })],
      jobs: [ended("job-2", "successful", 3), ended("job-3", "successful", 6), ended("job-4", "successful", 9)],
    },
    ["succeeded 3", "succeeded 6", "succeeded 9"],
  ],
  [
    "A21: a task shared by two jobs counts once",
    {
      nodes: [aNode({ endedAt: at(9), jobIds: ["job-4"] })],
      jobs: [ended("job-2", "failed", 3), ended("job-3", "failed", 3), ended("job-4", "successful", 9)],
    },
    ["failed 3", "succeeded 9"],
  ],
  [
    "A4: an earlier try of a job that went on is no run of its own",
    {
      nodes: [aNode({ endedAt: at(9), jobIds: ["job-3"] })],
      jobs: [
        aJob({
          jobId: "job-2",
          tasks: [aTask({ taskId: "1", status: "failed", endedAt: at(3) }), aTask({ taskId: "2", endedAt: at(4) })],
        }),
        ended("job-3", "successful", 9),
      ],
    },
    ["succeeded 4", "succeeded 9"],
  ],
  [
    "an aborted run in between is none",
    {
      nodes: [aNode({ endedAt: at(9), jobIds: ["job-3"] })],
      jobs: [ended("job-2", "aborted", 4), ended("job-3", "successful", 9)],
    },
    ["succeeded 9"],
  ],
  [
    "the node's own job is the node's business",
    { nodes: [aNode({ endedAt: at(9), jobIds: ["job-3"] })], jobs: [ended("job-3", "failed", 8)] },
    ["succeeded 9"],
  ],
  [
    "a success in a job that still runs is final, and told before what followed it",
    {
      nodes: [aNode({ endedAt: at(9), jobIds: ["job-3"] })],
      jobs: [{ ...ended("job-2", "successful", 4), status: "running" }, ended("job-3", "successful", 9)],
    },
    ["succeeded 4", "succeeded 9"],
  ],
  [
    "a failure in a job that still runs, overtaken by a success, is none",
    {
      nodes: [aNode({ endedAt: at(9), jobIds: ["job-3"] })],
      jobs: [{ ...ended("job-2", "failed", 4), status: "running" }, ended("job-3", "successful", 9)],
    },
    ["succeeded 9"],
  ],
  [
    "what another source of another name did is not ours",
    { nodes: [aNode({ endedAt: at(0) })], jobs: [ended("job-2", "failed", 4, { friendlyName: "Stores" })] },
    [],
  ],
])("%s", (_, look, expected) => {
  expect(found([before, look])).toEqual(expected);
});

test("a held failure whose job ended while the next run began is still reported", () => {
  const failedNode = aNode({ status: "failed", endedAt: at(4), jobIds: ["job-2"] });
  const held = { nodes: [failedNode], jobs: [aJob({ jobId: "job-2", status: "running" })], minute: 5 };
  const next = {
    nodes: [aNode({ status: "running", jobIds: ["job-3"] })],
    jobs: [aJob({ jobId: "job-3", status: "running" }), ended("job-2", "failed", 4)],
    minute: 6,
  };
  expect(found([before, held, next])).toEqual(["failed 4"]);
  const done = {
    nodes: [aNode({ endedAt: at(9), jobIds: ["job-3"] })],
    jobs: [ended("job-3", "successful", 9), ended("job-2", "failed", 4)],
    minute: 10,
  };
  expect(found([before, held, next, done])).toEqual(["succeeded 9"]);
});

test("when two sources share a name the latest run is reported and the loss is said", () => {
  const twin = aNode({ identifier: "99999999-6d1f-4d0e-8f0b-3a9f0f6c2e77", endedAt: at(0) });
  const look = {
    nodes: [twin, aNode({ endedAt: at(9), jobIds: ["job-3"] })],
    jobs: [ended("job-2", "failed", 4), ended("job-3", "successful", 9)],
  };
  const { events, unusable } = watchDataSource([before, look]);
  expect(events.map(({ trigger }) => trigger)).toEqual(["data-source-refresh-succeeded"]);
  expect(unusable).toEqual([{ what: "1 earlier refreshes", seen: "the name Sales does not tell whose they are" }]);
});

test("the first observation passes over what a running node hides", () => {
  const running = aNode({ status: "running", jobIds: ["job-3"] });
  const jobs = [ended("job-2", "failed", 4), aJob({ jobId: "job-3", status: "running" })];
  const done = {
    nodes: [aNode({ endedAt: at(9), jobIds: ["job-3"] })],
    jobs: [ended("job-2", "failed", 4)],
    minute: 9,
  };
  expect(found([{ nodes: [running], jobs, minute: 5 }, done])).toEqual(["succeeded 9"]);
});
