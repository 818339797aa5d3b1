import { type Scene } from "../../dev/simulator/world/scene";
import { type SourceAnswer } from "../../shared/model/sourceAnswer";
import { createCallBudget } from "../../shared/source/budget/callBudget";
import { type Source } from "../../shared/source/createSource";
import { aClock } from "./budget/aClock";
import { type SimulatedSource, valueOf, withSimulatedSource } from "./withSimulatedSource";

type Call = (source: Source, instanceId: string, jobId: string) => Promise<SourceAnswer<unknown>>;

const OPERATIONS: Readonly<Record<string, Call>> = {
  listInstances: (source) => source.listInstances(),
  getInstance: (source, instanceId) => source.getInstance(instanceId),
  listJobs: (source, instanceId) => source.listJobs(instanceId, { top: 50 }),
  getJob: (source, instanceId, jobId) => source.getJob(instanceId, jobId),
  listNodes: (source, instanceId) => source.listNodes(instanceId),
  listDataSources: (source, instanceId) => source.listDataSources(instanceId),
  listSegments: (source, instanceId) => source.listSegments(instanceId, { historyDays: 10 }),
  listMeasures: (source, instanceId) => source.listMeasures(instanceId),
  getMeasure: (source, instanceId) => source.getMeasure(instanceId, "TotalRevenue", { historyDays: 30 }),
};

async function firstJobId({ source, instanceId }: SimulatedSource): Promise<string> {
  return valueOf(await source.listJobs(instanceId, { top: 1 }))[0]?.jobId ?? "";
}

/** All that the client reads while a full refresh of both companies is under way. */
async function readAll(scene: Partial<Scene>): Promise<Record<string, SourceAnswer<unknown>>> {
  return withSimulatedSource(
    async (simulated) => {
      const { source, instanceId, control, advance } = simulated;
      await control("POST", "refresh", { scope: "full", outcomes: { Loyalty: "fail", merge: "warn" } });
      await advance(6);
      const jobId = await firstJobId(simulated);
      const answers: Record<string, SourceAnswer<unknown>> = {};
      for (const [name, call] of Object.entries(OPERATIONS)) answers[name] = await call(source, instanceId, jobId);
      return answers;
    },
    { scene },
  );
}

let plain: Awaited<ReturnType<typeof readAll>> = {};

beforeAll(async () => {
  plain = await readAll({});
});

test("every operation reads all that the simulator tells; only a value that is no number is of no use", async () => {
  for (const answer of Object.values(plain)) expect(answer.ok).toBe(true);
  const { listMeasures, ...others } = plain;
  expect(listMeasures).toMatchObject({ unusable: [{ what: "measures[4].output.values" }] });
  for (const answer of Object.values(others)) expect(answer).toMatchObject({ unusable: [] });
});

test.each<Partial<Scene>>([
  { dialects: "model" },
  { dialects: "documentation" },
  { casing: "pascal" },
  { casing: "lower" },
  { casing: "upper" },
  { missingDates: "absent" },
  { missingDates: "year1" },
  { dialects: "documentation", casing: "upper", missingDates: "year1" },
])("with %j everything is read as without", async (scene) => {
  expect(await readAll(scene)).toEqual(plain);
});

test.each<[string, object, object]>([
  ["401", {}, { kind: "unauthorized", status: 401 }],
  ["403", {}, { kind: "forbidden", status: 403 }],
  ["404", {}, { kind: "not-found", status: 404 }],
  ["429", { retryAfterSeconds: 17 }, { kind: "throttled", status: 429, retryAfterSeconds: 17 }],
  ["500", {}, { kind: "unavailable", status: 500 }],
  ["503", { retryAfterSeconds: 9 }, { kind: "unavailable", status: 503, retryAfterSeconds: 9 }],
  ["hang", {}, { kind: "timed-out" }],
  ["malformed", {}, { kind: "malformed", status: 200 }],
  ["empty", {}, { kind: "malformed", status: 200 }],
  ["truncated", {}, { kind: "malformed", status: 200 }],
  ["reset", {}, { kind: "unreachable" }],
])("fault %s fails every operation as what it is", async (kind, options, failure) => {
  await withSimulatedSource(
    async (simulated) => {
      const { source, instanceId, control } = simulated;
      const jobId = await firstJobId(simulated);
      await control("POST", "faults", { kind, ...options });
      const calls = Object.values(OPERATIONS).map(async (call) => call(source, instanceId, jobId));
      for (const answer of await Promise.all(calls)) expect(answer).toMatchObject({ ok: false, failure });
    },
    { timeoutMs: kind === "hang" ? 150 : 5000 },
  );
});

test.each(["null", "no-content"])("fault %s makes every list one that was read in part", async (kind) => {
  await withSimulatedSource(async ({ source, instanceId, control }) => {
    await control("POST", "faults", { kind });
    for (const list of [
      await source.listJobs(instanceId, { top: 50 }),
      await source.listNodes(instanceId),
      await source.listDataSources(instanceId),
      await source.listSegments(instanceId, { historyDays: 2 }),
    ])
      expect(list).toEqual({ ok: true, value: [], unusable: [], partial: true });
  });
});

test("a slow answer is read, and one instance's faults are not another's", async () => {
  await withSimulatedSource(async ({ source, instanceId, otherInstanceId, control }) => {
    await control("POST", "faults", [
      { kind: "slow", delayMs: 30, instanceId },
      { kind: "500", instanceId: otherInstanceId },
    ]);
    expect(await source.listNodes(instanceId)).toMatchObject({ ok: true });
    expect(await source.listNodes(otherInstanceId)).toMatchObject({ failure: { kind: "unavailable" } });
  });
});

test("an instance that was reset is unknown under its old id", async () => {
  await withSimulatedSource(async ({ source, instanceId, control }) => {
    await control("POST", `instances/${instanceId}/reset`);
    for (const call of [OPERATIONS["listSegments"], OPERATIONS["getInstance"]]) {
      const answer = await call?.(source, instanceId, "");
      expect(answer).toMatchObject({ failure: { kind: expect.stringMatching(/not-found|forbidden/) } });
    }
  });
});

test("after 429 the budget calls the simulator again only when it said", async () => {
  const clock = aClock();
  await withSimulatedSource(
    async ({ source, instanceId, control }) => {
      await control("POST", "faults", { kind: "429", retryAfterSeconds: 40, times: 1 });
      expect(await source.listNodes(instanceId)).toMatchObject({ failure: { retryAfterSeconds: 40 } });
      const before = await control("GET", "calls");
      expect(await source.listNodes(instanceId)).toMatchObject({ failure: { kind: "throttled" } });
      expect(await control("GET", "calls")).toEqual(before);
      await clock.advance(40_000);
      expect(await source.listNodes(instanceId)).toMatchObject({ ok: true });
    },
    { deps: { budget: createCallBudget(clock) } },
  );
});
