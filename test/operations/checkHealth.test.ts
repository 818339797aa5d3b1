import { CodedError } from "../../shared/model/errors";
import { type SourceAnswer, type SourceFailure } from "../../shared/model/sourceAnswer";
import { type CheckHealthDeps, checkHealth, rememberHealth } from "../../shared/operations/checkHealth";

const NOW = new Date("2026-11-20T10:00:00Z");
const never = (): Promise<never> => new Promise(() => undefined);
const fails = (kind: SourceFailure["kind"]) => (): Promise<SourceAnswer<never>> =>
  Promise.resolve({ ok: false, failure: { kind, message: "canary" } });

const someDeps = (changes: Partial<CheckHealthDeps> = {}): CheckHealthDeps => ({
  loadWatch: () => Promise.resolve(undefined),
  listInstances: () => Promise.resolve({ ok: true, value: [], unusable: [] }),
  now: () => NOW,
  deadlineMs: 50,
  ...changes,
});

test("storage and CI answer: healthy", async () => {
  expect(await checkHealth(someDeps())).toEqual({
    status: "healthy",
    storage: "ok",
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
    { loadWatch: () => Promise.reject(new CodedError("storage-unavailable", "canary")) },
    { storage: "storage-unavailable" },
  ],
  [
    "storage that fails in another way",
    { loadWatch: () => Promise.reject(new Error("canary")) },
    { storage: "failed" },
  ],
  ["storage that hangs", { loadWatch: never }, { storage: "timed-out" }],
  ["a CI that refuses us", { listInstances: fails("unauthorized") }, { source: "unauthorized" }],
  ["a CI that cannot be reached", { listInstances: fails("unreachable") }, { source: "unreachable" }],
  ["a CI that hangs", { listInstances: never }, { source: "timed-out" }],
  ["a client of CI that throws", { listInstances: () => Promise.reject(new Error("canary")) }, { source: "failed" }],
])("%s: unhealthy, in a word and without what it said", async (_, changes, expected) => {
  const health = await checkHealth(someDeps(changes));
  expect(health).toMatchObject({ status: "unhealthy", storage: "ok", source: "ok", ...expected });
  expect(JSON.stringify(health)).not.toContain("canary");
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
