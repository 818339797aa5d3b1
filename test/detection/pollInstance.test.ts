import { type PollDeps, pollInstance } from "../../shared/detection/pollInstance";
import { CodedError } from "../../shared/model/errors";
import { type Segment } from "../../shared/model/segment";
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

describe("when storage does not take the change of one subject", () => {
  const fault = new CodedError("storage-unavailable", "InstanceState cannot be reached: 400 InvalidInput");
  const begin = (refusedIds: (subjectId: string) => boolean, overrides: Partial<PollDeps> = {}) => {
    const committed: string[] = [];
    const poll = aPoll({
      loadInterest: () =>
        Promise.resolve(anInterest({ triggers: ["data-source-refresh-failed"], segments: ["Big", "Odd\u2028"] })),
      commitChange: (_, change) => {
        if (refusedIds(change.subjectId)) return Promise.reject(fault);
        committed.push(change.subjectId);
        return Promise.resolve({ outcome: "committed", events: stored(change) });
      },
      ...overrides,
    });
    const source = { ...poll.deps.source, listSegments: answering([aSegment("Big"), aSegment("Odd\u2028")]) };
    return { ...poll, committed, run: () => pollInstance({ instanceId: INSTANCE_ID }, { ...poll.deps, source }) };
  };
  const aSegment = (name: string): Segment => ({ name, state: "active", samples: [] });

  test.each(["segment.Odd\u2028", "segment.Big"])(
    "the others are committed, and nothing moves past it (%#)",
    async (id) => {
      const { run, committed, lines, steps } = begin((each) => each === id);
      await run();
      const other = id === "segment.Big" ? "segment.Odd\u2028" : "segment.Big";
      expect(committed).toEqual([expect.stringMatching(/^data-source\./), other]);
      expect(steps).toEqual(["queue 1", "next 10:31:00 0"]);
      expect(lines).toContainEqual({
        name: "change.refused",
        instanceId: INSTANCE_ID,
        subject: id,
        reason: expect.stringContaining("InvalidInput") as string,
      });
      expect(lines.at(-1)).toMatchObject({ name: "poll.completed", outcome: "ok", events: 1, refused: 1 });
    },
  );

  test("a data source whose change is refused is left to the next poll, and the segments are not", async () => {
    const { run, committed, lines } = begin((each) => each.startsWith("data-source"));
    await run();
    expect(committed).toEqual(["segment.Big", "segment.Odd\u2028"]);
    expect(lines.at(-1)).toMatchObject({ events: 0, refused: 1 });
  });

  test("the poll fails when storage answers no read either", async () => {
    const loads = [Promise.resolve(watch)];
    const loadWatch: PollDeps["loadWatch"] = () => loads.shift() ?? Promise.reject(fault);
    const { run, committed } = begin(() => true, { loadWatch });
    await expect(run()).rejects.toBe(fault);
    expect(committed).toEqual([]);
  });
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
