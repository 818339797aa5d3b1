import { type PollDeps, pollInstance } from "../../shared/detection/pollInstance";
import { type StoredSubject, type SubjectChange } from "../../shared/model/subject";
import { anInterest } from "../builders/observed";
import { INSTANCE_ID, aDataSource, aJob, aNode, at } from "../builders/workflow";
import { aPoll, answering, stored, watch } from "./aPoll";

test("an event is committed before it is queued, and the next poll is set last", async () => {
  const { deps, steps } = aPoll();
  await pollInstance({ instanceId: INSTANCE_ID }, deps);
  expect(steps).toEqual(["commit", "queue 1", "next 10:31:00 0"]);
});

test("invariant 1: the change written holds the subject by its version, and its events, together", async () => {
  const changes: SubjectChange[] = [];
  const { deps } = aPoll({
    commitChange: (_, change) => {
      changes.push(change);
      return Promise.resolve({ outcome: "committed", events: stored(change) });
    },
  });
  await pollInstance({ instanceId: INSTANCE_ID }, deps);
  expect(changes.filter(({ subjectId }) => subjectId !== "readings")).toMatchObject([
    { version: "7", state: { settledAt: at(5) }, events: [{ occurredAt: at(5) }] },
  ]);
});

test("a change that lost against another poll's is not queued, and is left to the next poll", async () => {
  const { deps, steps, lines } = aPoll({ commitChange: () => Promise.resolve({ outcome: "conflict" }) });
  await pollInstance({ instanceId: INSTANCE_ID }, deps);
  expect(steps).toEqual(["next 10:31:00 0"]);
  expect(lines).toMatchObject([{ name: "poll.completed", outcome: "ok", events: 0, conflicts: 1 }]);
});

test("a running job is looked at again after the busy pace", async () => {
  const { deps, steps } = aPoll();
  const source = {
    ...deps.source,
    listJobs: answering([aJob({ status: "running" })]),
    listNodes: answering([aNode({ endedAt: at(0) })]),
  };
  await pollInstance({ instanceId: INSTANCE_ID }, { ...deps, source });
  expect(steps).toEqual(["next 10:30:15 0"]);
});

test.each(["listJobs", "listNodes", "listDataSources"] as const)(
  "when %s fails nothing is written and the next poll waits as long as the source asked",
  async (read) => {
    const { deps, steps, lines } = aPoll();
    const failure = { kind: "throttled", status: 429, retryAfterSeconds: 200, message: "too many calls" } as const;
    const source = { ...deps.source, [read]: () => Promise.resolve({ ok: false, failure }) };
    await pollInstance({ instanceId: INSTANCE_ID }, { ...deps, source });
    expect(steps).toEqual(["next 10:33:20 1"]);
    expect(lines).toMatchObject([{ name: "poll.completed", outcome: "source-failed", failure }]);
  },
);

test("data sources are not asked for when nobody is interested in them", async () => {
  const listDataSources = jest.fn(answering([aDataSource()]));
  const { deps } = aPoll();
  const interest = anInterest({ triggers: ["full-refresh-completed"] });
  const others = {
    ...deps,
    source: { ...deps.source, listDataSources },
    loadInterest: () => Promise.resolve(interest),
  };
  await pollInstance({ instanceId: INSTANCE_ID }, others);
  expect(listDataSources).not.toHaveBeenCalled();
});

test("jobs are read before nodes, so that a failed node is never judged by younger jobs", async () => {
  const order: string[] = [];
  const { deps } = aPoll();
  const source = {
    ...deps.source,
    listJobs: () => (order.push("jobs"), deps.source.listJobs(INSTANCE_ID, { top: 50 })),
    listNodes: () => (order.push("nodes"), deps.source.listNodes(INSTANCE_ID)),
  };
  await pollInstance({ instanceId: INSTANCE_ID }, { ...deps, source });
  expect(order).toEqual(["jobs", "nodes"]);
});

test("an instance without a watch is not looked at; what a poll has left behind there is forgotten", async () => {
  const { deps, steps, lines } = aPoll({ loadWatch: () => Promise.resolve(undefined) });
  await pollInstance({ instanceId: INSTANCE_ID }, deps);
  expect(steps).toEqual(["remove subjects"]);
  expect(lines).toMatchObject([{ outcome: "unwatched" }]);
});

test("invariant 7: a poll that outlived its watch leaves no baseline behind", async () => {
  const watches = [watch, undefined];
  const { deps, steps } = aPoll({ loadWatch: () => Promise.resolve(watches.shift()) });
  let subjects: readonly StoredSubject[] = [];
  const loadSubjects = (): Promise<readonly StoredSubject[]> => Promise.resolve(subjects);
  const commitChange: PollDeps["commitChange"] = async (_, { subjectId, state }) => {
    subjects = [...subjects, { subjectId, state, version: "1" }];
    return { outcome: "committed", events: [] };
  };
  await pollInstance({ instanceId: INSTANCE_ID }, { ...deps, loadSubjects, commitChange });
  expect(steps.at(-1)).toBe("remove subjects");
});

test("the watch goes with the last subscription, after what was remembered", async () => {
  const { deps, steps } = aPoll({ loadInterest: () => Promise.resolve(anInterest()) });
  await pollInstance({ instanceId: INSTANCE_ID }, deps);
  expect(steps).toEqual(["remove subjects", "remove watch"]);
});

test("a watch with pending events stays, for the sweep finds them by it", async () => {
  const { deps, steps, lines } = aPoll({
    loadInterest: () => Promise.resolve(anInterest()),
    hasPending: () => Promise.resolve(true),
  });
  await pollInstance({ instanceId: INSTANCE_ID }, deps);
  expect(steps).toEqual(["remove subjects"]);
  expect(lines).toMatchObject([{ name: "watch.retired", outcome: "pending" }]);
});

const jobs: StoredSubject = { subjectId: "jobs", version: "3", state: { kind: "jobs", jobs: [] } };
const refreshes = anInterest({ triggers: ["data-source-refresh-failed"] });
const both = anInterest({ triggers: ["data-source-refresh-failed", "full-refresh-completed"] });

test.each([
  ["stays when somebody has subscribed to it since the poll began", both, []],
  ["goes when still nobody wants it", refreshes, ["jobs"]],
])("invariant 7: what nobody wanted %s", async (_, later, expected) => {
  const removed: string[] = [];
  const interests = [refreshes];
  const { deps } = aPoll();
  await pollInstance(
    { instanceId: INSTANCE_ID },
    {
      ...deps,
      loadSubjects: async () => [...(await aPoll().deps.loadSubjects(INSTANCE_ID)), jobs],
      loadInterest: () => Promise.resolve(interests.shift() ?? later),
      removeSubjects: (_instance, subjects) =>
        Promise.resolve(void removed.push(...subjects.map(({ subjectId }) => subjectId))),
    },
  );
  expect(removed).toEqual(expected);
});
