import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseSchedule } from "../../../../dev/host/timer/schedule";
import { type Timer, type TimerTick, runTimer } from "../../../../dev/host/timer/timer";
import { type TimerStatusStore, openTimerStatusStore } from "../../../../dev/host/timer/timerStatus";

describe("runTimer", () => {
  const start = new Date("2026-01-01T00:00:30Z");

  beforeEach(() => {
    jest.useFakeTimers({ now: start });
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  function aTimer(text: string, change: Partial<Timer> = {}): Timer {
    const schedule = parseSchedule(text, start);
    return { functionName: "ticks", schedule, runOnStartup: false, isMonitored: true, ...change };
  }

  /** Runs a timer whose runs take `runMs`; `ticks` are when it ran. */
  async function withTimer(timer: Timer, { store, runMs = 0 }: { store?: TimerStatusStore; runMs?: number } = {}) {
    const ticks: (TimerTick & { at: string })[] = [];
    const running = runTimer(timer, {
      store: store ?? (await openTimerStatusStore(undefined)),
      now: () => new Date(),
      log: () => undefined,
      run: (tick) => {
        ticks.push({ ...tick, at: new Date().toISOString().slice(11, 19) });
        return runMs === 0 ? Promise.resolve() : new Promise((resolve) => setTimeout(resolve, runMs));
      },
    });
    return { ticks, stop: () => running.stop() };
  }

  test("a timer fires at its ticks until it is stopped", async () => {
    const { ticks, stop } = await withTimer(aTimer("0 * * * * *"));
    await jest.advanceTimersByTimeAsync(150_000);
    await stop();
    await jest.advanceTimersByTimeAsync(150_000);
    expect(ticks.map(({ at, isPastDue }) => [at, isPastDue])).toEqual([
      ["00:01:00", false],
      ["00:02:00", false],
      ["00:03:00", false],
    ]);
  });

  test("during a run, next is the tick that runs and last the one before", async () => {
    const { ticks, stop } = await withTimer(aTimer("0 * * * * *"));
    await jest.advanceTimersByTimeAsync(90_000);
    await stop();
    expect(ticks[1]?.status).toEqual({
      last: new Date("2026-01-01T00:01:00Z"),
      next: new Date("2026-01-01T00:02:00Z"),
      lastUpdated: new Date("2026-01-01T00:01:00Z"),
    });
  });

  test("a run longer than the period skips ticks, and one already past fires at once after it", async () => {
    const { ticks, stop } = await withTimer(aTimer("0 * * * * *"), { runMs: 150_000 });
    await jest.advanceTimersByTimeAsync(330_000);
    const stopped = stop();
    await jest.advanceTimersByTimeAsync(150_000);
    await stopped;
    expect(ticks.map(({ at }) => at)).toEqual(["00:01:00", "00:03:30", "00:06:00"]);
  });

  test("a failing run does not end the schedule", async () => {
    const run = jest.fn(() => Promise.reject(new Error("on purpose")));
    const deps = { store: await openTimerStatusStore(undefined), now: () => new Date(), log: () => undefined, run };
    const timer = runTimer(aTimer("0 * * * * *"), deps);
    await jest.advanceTimersByTimeAsync(90_000);
    await timer.stop();
    expect(run).toHaveBeenCalledTimes(2);
  });

  test.each([
    [
      "a missed tick fires once, past due",
      "2026-01-01T00:00:00Z",
      "2025-12-31T23:00:00Z",
      ["00:00:30 true", "01:00:00 false"],
    ],
    ["a tick of another schedule is not missed", "2025-12-31T23:17:00Z", "2025-12-31T23:00:00Z", ["01:00:00 false"]],
    ["a tick still to come is not missed", "2026-01-01T01:00:00Z", "2026-01-01T00:00:00Z", ["01:00:00 false"]],
  ])("%s", async (_name, next, last, expected) => {
    const store = await openTimerStatusStore(undefined);
    await store.save("ticks", { last: new Date(last), next: new Date(next), lastUpdated: new Date(last) });
    const { ticks, stop } = await withTimer(aTimer("0 0 * * * *"), { store });
    await jest.advanceTimersByTimeAsync(3_600_000);
    await stop();
    expect(ticks.map(({ at, isPastDue }) => `${at} ${isPastDue}`)).toEqual(expected);
  });

  test("a timer that starts with the host runs once before its first tick", async () => {
    const { ticks, stop } = await withTimer(aTimer("0 0 * * * *", { runOnStartup: true }));
    await jest.advanceTimersByTimeAsync(60_000);
    await stop();
    expect(ticks.map(({ at }) => at)).toEqual(["00:00:30"]);
  });

  test("a wait longer than the system's timers can hold does not fire early", async () => {
    const { ticks, stop } = await withTimer(aTimer("0 0 0 1 3 *"));
    await jest.advanceTimersByTimeAsync(40 * 24 * 3_600_000);
    expect(ticks).toEqual([]);
    await jest.advanceTimersByTimeAsync(20 * 24 * 3_600_000);
    await stop();
    expect(ticks.map(({ at }) => at)).toEqual(["00:00:00"]);
  });
});

describe("timerStatus", () => {
  const status = {
    last: undefined,
    next: new Date("2026-01-01T01:00:00Z"),
    lastUpdated: new Date("2026-01-01T00:00:00Z"),
  };

  let directory: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), "timer-status-"));
  });
  afterEach(() => rm(directory, { recursive: true }));

  test("statuses saved at the same time are all found by the next host", async () => {
    const file = join(directory, "made", "status.json");
    const store = await openTimerStatusStore(file);
    await Promise.all(["a", "b", "c"].map((name) => store.save(name, status)));
    const reopened = await openTimerStatusStore(file);
    expect(await reopened.load("b")).toEqual(status);
    expect(await reopened.load("d")).toBeUndefined();
  });

  test("a file that is not JSON is named", async () => {
    const file = join(directory, "status.json");
    await writeFile(file, "{");
    await expect(openTimerStatusStore(file)).rejects.toThrow(`--timer-status: ${file} is not JSON`);
  });
});
