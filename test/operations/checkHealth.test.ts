import { CodedError } from "../../shared/model/errors";
import { type Instant, addSeconds } from "../../shared/model/instant";
import { type SourceAnswer, type SourceFailure } from "../../shared/model/sourceAnswer";
import { memoryStorage } from "../fakes/memoryStorage";
import { type Queue } from "../../shared/storage/createQueues";
import { queueTasks } from "../../shared/storage/queueTasks";
import { watchStore } from "../../shared/storage/watches";
import { type Watch } from "../../shared/model/subject";
import {
  type CheckHealthDeps,
  type HealthReport,
  checkHealth,
  rememberHealth,
} from "../../shared/operations/checkHealth";

const NOW = new Date("2026-11-20T10:00:00Z");
const never = (): Promise<never> => new Promise(() => undefined);
const fails = (kind: SourceFailure["kind"]) => (): Promise<SourceAnswer<never>> =>
  Promise.resolve({ ok: false, failure: { kind, message: "canary" } });

const someDeps = (changes: Partial<CheckHealthDeps> = {}): CheckHealthDeps => ({
  listWatches: () => Promise.resolve([]),
  loadTicks: () => Promise.resolve(new Map()),
  listWaiting: () => Promise.resolve([]),
  upSeconds: () => 10,
  listInstances: () => Promise.resolve({ ok: true, value: [], unusable: [] }),
  now: () => NOW,
  deadlineMs: 50,
  ...changes,
});

test("storage and CI answer in a fresh deployment: healthy", async () => {
  expect(await checkHealth(someDeps())).toEqual({
    status: "healthy",
    storage: "ok",
    queues: "ok",
    timers: "ok",
    polls: "ok",
    source: "ok",
    checkedAt: "2026-11-20T10:00:00.0000000Z",
  });
});

test("a CI that asks us to slow down is there", async () => {
  expect(await checkHealth(someDeps({ listInstances: fails("throttled") }))).toMatchObject({ status: "healthy" });
});

test.each<[string, Partial<CheckHealthDeps>, object]>([
  [
    "storage that cannot be reached",
    { listWatches: () => Promise.reject(new CodedError("storage-unavailable", "canary")) },
    { storage: "storage-unavailable" },
  ],
  [
    "storage that fails in another way",
    { listWatches: () => Promise.reject(new Error("canary")) },
    { storage: "failed" },
  ],
  ["storage that hangs", { listWatches: never }, { storage: "timed-out" }],
  ["ticks that cannot be read", { loadTicks: () => Promise.reject(new Error("canary")) }, { storage: "failed" }],
  [
    "queues that cannot be reached",
    { listWaiting: () => Promise.reject(new CodedError("storage-unavailable", "canary")) },
    { queues: "storage-unavailable" },
  ],
  ["queues that hang", { listWaiting: never }, { queues: "timed-out" }],
  ["a CI that refuses us", { listInstances: fails("unauthorized") }, { source: "unauthorized" }],
  ["a CI that cannot be reached", { listInstances: fails("unreachable") }, { source: "unreachable" }],
  ["a CI that hangs", { listInstances: never }, { source: "timed-out" }],
  ["a client of CI that throws", { listInstances: () => Promise.reject(new Error("canary")) }, { source: "failed" }],
])("%s: unhealthy, in a word and without what it said", async (_, changes, expected) => {
  const health = await checkHealth(someDeps(changes));
  expect(health).toMatchObject({ status: "unhealthy", storage: "ok", source: "ok", ...expected });
  expect(JSON.stringify(health)).not.toContain("canary");
});

const TIMED_OUT = { storage: "timed-out", timers: "unknown", polls: "unknown" };

test("where storage does not answer, nothing is claimed of what it would say", async () => {
  expect(await checkHealth(someDeps({ listWatches: never }))).toMatchObject(TIMED_OUT);
});

const ago = (seconds: number): Instant => addSeconds(NOW, -seconds);
const ticks = (schedulePolls: number, sweep: number) => (): ReturnType<CheckHealthDeps["loadTicks"]> =>
  Promise.resolve(
    new Map([
      ["schedulePolls", ago(schedulePolls)],
      ["sweep", ago(sweep)],
    ]),
  );
const watches = (rest: Partial<Watch>) => () =>
  Promise.resolve([
    { instanceId: "a", nextPollAt: ago(-60), failures: 0, version: "1" },
    { instanceId: "b", nextPollAt: ago(-60), failures: 0, version: "1", ...rest },
  ]);
const waiting = (queue: string, seconds: number) => () =>
  Promise.resolve([{ queue: "events" }, { queue, waitingSince: ago(seconds) }]);

test.each<[string, Partial<CheckHealthDeps>, Partial<HealthReport>]>([
  ["timers that ticked lately", { loadTicks: ticks(30, 40), upSeconds: () => 9_999 }, {}],
  ["a timer that is silent for 180 s", { loadTicks: ticks(180, 0) }, {}],
  ["a timer that is silent for longer", { loadTicks: ticks(181, 0) }, { timers: "late: schedulePolls" }],
  ["the other timer", { loadTicks: ticks(0, 181) }, { timers: "late: sweep" }],
  ["both timers", { loadTicks: ticks(999, 999) }, { timers: "late: schedulePolls, sweep" }],
  ["timers that a young process has not seen run", { upSeconds: () => 180 }, {}],
  ["timers that never ran", { upSeconds: () => 181 }, { timers: "late: schedulePolls, sweep" }],
  ["clocks that are ahead", { loadTicks: ticks(-300, -300) }, {}],
  ["an instance that is due for 180 s", { listWatches: watches({ nextPollAt: ago(180) }) }, {}],
  ["one that nobody queues for longer", { listWatches: watches({ nextPollAt: ago(181) }) }, { polls: "late" }],
  ["one that is queued again and again", { listWatches: watches({ dueSince: ago(181) }) }, { polls: "late" }],
  ["one that was queued lately", { listWatches: watches({ nextPollAt: ago(1), dueSince: ago(100) }) }, {}],
  ["one that waits for what CI asked", { listWatches: watches({ nextPollAt: ago(-3_600), lastPollAt: ago(900) }) }, {}],
  ["a queue whose task waits for 180 s", { listWaiting: waiting("deliveries", 180) }, {}],
  ["a queue that nobody empties", { listWaiting: waiting("deliveries", 181) }, { queues: "late: deliveries" }],
  ["a slow lane that waits for its flows", { listWaiting: waiting("deliveries-slow", 1_800) }, {}],
  ["a slow lane at rest", { listWaiting: waiting("deliveries-slow", 1_801) }, { queues: "late: deliveries-slow" }],
])("%s", async (_, changes, expected) => {
  const status = Object.keys(expected).length === 0 ? "healthy" : "unhealthy";
  const ok = { storage: "ok", queues: "ok", timers: "ok", polls: "ok", source: "ok" };
  expect(await checkHealth(someDeps(changes))).toMatchObject({ ...ok, ...expected, status });
});

test("however often anybody asks, there are two checks a minute and never two at once", async () => {
  let elapsedMs = 0;
  let checks = 0;
  const health = rememberHealth(
    () => {
      checks += 1;
      return checkHealth(someDeps());
    },
    () => elapsedMs,
  );
  await Promise.all(Array.from({ length: 100 }, () => health()));
  elapsedMs = 29_999;
  await health();
  expect(checks).toBe(1);
  elapsedMs = 30_000;
  await Promise.all([health(), health()]);
  expect(checks).toBe(2);
});

test("a check costs seven storage operations, whatever waits in the queues", async () => {
  const { tables, queues } = memoryStorage();
  const now = (): Date => NOW;
  const report = (): void => undefined;
  let peeks = 0;
  const counted = (queue: Queue): Queue => ({
    ...queue,
    peek: () => {
      peeks += 1;
      return queue.peek();
    },
  });
  const { polls, events, deliveries, slowDeliveries, redrives } = queues;
  const tasks = queueTasks(
    {
      polls: counted(polls),
      events: counted(events),
      deliveries: counted(deliveries),
      slowDeliveries: counted(slowDeliveries),
      redrives: counted(redrives),
    },
    { now },
  );
  const stored = watchStore(tables.watches, { now, report });
  for (const instanceId of ["a", "b", "c"]) {
    await stored.touchWatch(instanceId, ago(-60));
    await tasks.queuePoll({ instanceId });
  }
  await polls.send("no JSON", 0);
  const before = tables.watches.operations();
  expect(await checkHealth(someDeps({ ...stored, ...tasks }))).toMatchObject({ status: "healthy" });
  expect({ tables: tables.watches.operations() - before, queues: peeks }).toEqual({ tables: 2, queues: 5 });
});
