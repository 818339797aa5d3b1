import { type PollDeps, pollInstance } from "../../shared/detection/pollInstance";
import { type StoredEvent } from "../../shared/model/event";
import { toInstant } from "../../shared/model/instant";
import { type SourceAnswer } from "../../shared/model/sourceAnswer";
import { type StoredSubject, type SubjectChange } from "../../shared/model/subject";
import { SETTINGS, anInterest } from "../builders/observed";
import { INSTANCE_ID, aDataSource, aJob, aNode, at } from "../builders/workflow";

const now = new Date(Date.UTC(2026, 10, 20, 10, 30));
const watch = { instanceId: INSTANCE_ID, nextPollAt: toInstant(now), failures: 0, version: "1" };

function answering<T>(value: T): () => Promise<SourceAnswer<T>> {
  return () => Promise.resolve({ ok: true, value, unusable: [] });
}

function missing(): Promise<SourceAnswer<never>> {
  return Promise.resolve({ ok: false, failure: { kind: "not-found", message: "not there" } });
}

/** Deps over a subject that saw a refresh end at 10:00, where the source now shows one that failed at 10:05. */
function aPoll(overrides: Partial<PollDeps> = {}): { deps: PollDeps; steps: string[]; lines: object[] } {
  const steps: string[] = [];
  const lines: object[] = [];
  const did = (step: string): Promise<void> => Promise.resolve(void steps.push(step));
  const failed = aNode({ status: "failed", endedAt: at(5), jobIds: ["job-2"] });
  const deps: PollDeps = {
    source: {
      listJobs: answering([aJob({ jobId: "job-2", status: "failed", endedAt: at(6) })]),
      listNodes: answering([failed]),
      listDataSources: answering([aDataSource()]),
      listSegments: answering([]),
      getMeasure: missing,
      getJob: missing,
      getInstance: answering({ instanceId: INSTANCE_ID, provisioningState: "active" }),
    },
    loadWatch: () => Promise.resolve(watch),
    loadInterest: () => Promise.resolve(anInterest({ triggers: ["data-source-refresh-failed"] })),
    loadSubjects: () => Promise.resolve([aSubject()]),
    commitChange: async (_, change) => {
      if (change.subjectId !== "readings") await did("commit");
      return { outcome: "committed", events: stored(change) };
    },
    queueDispatch: ({ sequence }) => did(`queue ${sequence}`),
    rescheduleWatch: (_, { nextPollAt, failures }) => did(`next ${nextPollAt.slice(11, 19)} ${failures}`),
    removeSubjects: () => did("remove subjects"),
    hasPending: () => Promise.resolve(false),
    removeWatch: () => did("remove watch").then(() => "removed" as const),
    pollPace: { busySeconds: 15, idleSeconds: 60, maxFailureSeconds: 300 },
    isCrossed: () => Promise.resolve(true),
    suspendSubscriptions: (_, { reason, resource = "all" }) => did(`suspend ${resource} ${reason}`),
    resumeSubscriptions: (_, { resource = "all" }) => did(`resume ${resource}`),
    ...SETTINGS,
    now: () => now,
    log: (line) => void lines.push(line),
    ...overrides,
  };
  return { deps, steps, lines };
}

function aSubject(): StoredSubject {
  const { dataSourceId } = aDataSource();
  return {
    subjectId: `data-source.${dataSourceId}`,
    version: "7",
    state: {
      kind: "data-source",
      signal: "nodes",
      settledAt: at(0),
      refreshState: "updated",
      episode: 0,
      baselineAt: at(0),
    },
  };
}

function stored({ events }: SubjectChange): StoredEvent[] {
  return events.map((event, index) => ({ ...event, sequence: index + 1 }));
}

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

test("an instance without a watch is left alone", async () => {
  const { deps, steps, lines } = aPoll({ loadWatch: () => Promise.resolve(undefined) });
  await pollInstance({ instanceId: INSTANCE_ID }, deps);
  expect(steps).toEqual([]);
  expect(lines).toMatchObject([{ outcome: "unwatched" }]);
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
