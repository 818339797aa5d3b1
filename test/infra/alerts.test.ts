import { readFileSync } from "node:fs";
import { pollInstance } from "../../shared/detection/pollInstance";
import { schedulePolls } from "../../shared/detection/watches";
import { sweep } from "../../shared/delivery/sweep";
import { type Log, NO_TRACE } from "../../shared/model/log";
import { type Watch } from "../../shared/model/subject";
import { addSeconds, toInstant } from "../../shared/model/instant";
import { type SourceFailure } from "../../shared/model/sourceAnswer";
import { watchStore } from "../../shared/storage/watches";
import { INSTANCE_ID } from "../builders/workflow";
import { aPoll } from "../detection/aPoll";
import { memoryStorage } from "../fakes/memoryStorage";
import { type LogRow, queryLines } from "./kusto";
import { readBicep } from "./readBicep";

interface Alert {
  readonly name: string;
  readonly query: string;
  readonly windowMinutes: number;
  readonly isFiring: (count: number) => boolean;
}

const ALERTS = readAlerts(readBicep("alerts.bicep").text);

/** The alerts, their texts with the variables put in. */
function readAlerts(text: string): readonly Alert[] {
  const variables = new Map<string, string>();
  const fill = (value: string): string =>
    value.replaceAll(/\$\{(\w+)\}/g, (_, name: string) => variables.get(name) ?? "?");
  for (const [, name = "", value = ""] of text.matchAll(/^var (\w+) = '(.*)'$/gm)) variables.set(name, fill(value));
  const form =
    /name: '([\w-]+)'\n +description: '.*'\n +query: '(.*)'\n +window: 'PT(\d+)([HM])'\n +operator: '(\w+)'\n +threshold: (\d+)/g;
  return [...text.matchAll(form)].map(([, name = "", query = "", length, unit, operator, threshold]) => ({
    name,
    query: fill(query),
    windowMinutes: Number(length) * (unit === "H" ? 60 : 1),
    isFiring: (count) => (operator === "LessThan" ? count < Number(threshold) : count > Number(threshold)),
  }));
}

/** Whether the alert fires at a time, with the lines that have arrived by then. */
function fires(name: string, lines: readonly LogRow[], now: Date): boolean {
  const alert = ALERTS.find((each) => each.name === name);
  if (!alert) throw new Error(`no alert ${name}`);
  const since = now.getTime() - alert.windowMinutes * 60_000;
  const inWindow = lines.filter(({ TimeGenerated: at }) => at.getTime() > since && at <= now);
  return alert.isFiring(queryLines(alert.query, inWindow, now).length);
}

const START = new Date("2026-11-20T00:00:00Z");
const minutes = (count: number): Date => new Date(START.getTime() + count * 60_000);

/** The minutes of a time at which an alert changes between firing and not, looked at every five. */
function changes(name: string, lines: readonly LogRow[], until: number): readonly number[] {
  const looks = Array.from({ length: until / 5 }, (_, index) => (index + 1) * 5);
  const states = looks.map((minute) => fires(name, lines, minutes(minute)));
  return looks.filter((_, index) => states[index] !== (states[index - 1] ?? false));
}

/** Undefined for a look that goes well. */
type Behaviour = (look: number, minute: number) => Omit<SourceFailure, "message"> | undefined;

/** The lines of an instance's looks, as detection makes them and plans the next. */
async function looksOf(behaviour: Behaviour, until: number): Promise<readonly LogRow[]> {
  const lines: LogRow[] = [];
  let watch: Watch = { instanceId: INSTANCE_ID, nextPollAt: toInstant(START), failures: 0, version: "1" };
  for (let look = 0; ; look += 1) {
    const now = new Date(watch.nextPollAt);
    const minute = (now.getTime() - START.getTime()) / 60_000;
    if (minute >= until) return lines;
    const failure = behaviour(look, minute);
    const { deps } = aPoll();
    const failing = { ok: false, failure: { kind: "unavailable", message: "down", ...failure } } as const;
    await pollInstance(
      { instanceId: INSTANCE_ID },
      {
        ...deps,
        now: () => now,
        loadWatch: () => Promise.resolve(watch),
        loadSubjects: () => Promise.resolve([]),
        source: failure ? { ...deps.source, listJobs: () => Promise.resolve(failing) } : deps.source,
        rescheduleWatch: (_, { failingSince, ...next }) => {
          const { failingSince: _before, ...rest } = watch;
          watch = { ...rest, ...next, ...(failingSince && { failingSince }), lastPollAt: toInstant(now) };
          return Promise.resolve();
        },
        log: logTo(lines, () => now),
      },
    );
  }
}

function logTo(lines: LogRow[], now: () => Date): Log {
  return (line) => void lines.push({ TimeGenerated: now(), Message: JSON.stringify(line) });
}

const DAY = 24 * 60;

test("every alert of the file is read, and both guides list it", () => {
  const text = readFileSync("infra/alerts.bicep", "utf8");
  expect(ALERTS.map(({ name }) => name)).toEqual(
    [...text.matchAll(/^ {4}name: '([\w-]+)'$/gm)].map(([, name]) => name),
  );
  for (const guide of ["deploy.md", "operate.md"])
    for (const { name } of ALERTS) expect(readFileSync(`docs/guides/${guide}`, "utf8")).toContain(`| \`${name}\``);
});

test.each<[string, Behaviour, boolean]>([
  ["fails at once", () => ({ kind: "unreachable" }), true],
  ["times out", () => ({ kind: "timed-out" }), true],
  ["asks for a wait of 600 s", () => ({ kind: "throttled", retryAfterSeconds: 600 }), true],
  ["asks for a wait of an hour", () => ({ kind: "throttled", retryAfterSeconds: 3_600 }), true],
  ["fails for an hour", (_, minute) => (minute >= 120 && minute < 180 ? { kind: "unavailable" } : undefined), true],
  [
    "fails for ten minutes",
    (_, minute) => (minute >= 120 && minute < 130 ? { kind: "unavailable" } : undefined),
    false,
  ],
  ["fails every third time", (look) => (look % 3 === 0 ? { kind: "unavailable" } : undefined), false],
  ["fails two times of three", (look) => (look % 3 === 0 ? undefined : { kind: "timed-out" }), false],
  ["never fails", () => undefined, false],
])(
  "of an instance that %s, poll-failing fires once at most and resolves once at most",
  async (_, behaviour, isFired) => {
    const lines = await looksOf(behaviour, DAY);
    const changed = changes("poll-failing", lines, DAY);
    expect(changed.length).toBeLessThanOrEqual(2);
    expect(changed.length > 0).toBe(isFired);
    expect(changes("polls-missing", lines, DAY)).toEqual([]);
  },
);

test("an instance that fails for an hour fires within 45 minutes of its first failure, another does not hide it", async () => {
  const well = (await looksOf(() => undefined, 240)).map(({ TimeGenerated, Message }) => ({
    TimeGenerated,
    Message: Message.replaceAll(INSTANCE_ID, "another"),
  }));
  const failing = await looksOf((_, minute) => (minute >= 60 && minute < 120 ? { kind: "timed-out" } : undefined), 240);
  const [from = 0, to = 0] = changes("poll-failing", [...well, ...failing], 240);
  expect(from).toBeGreaterThanOrEqual(90);
  expect(from).toBeLessThanOrEqual(105);
  expect(to).toBeLessThanOrEqual(130);
});

test("looks that stop are missed within 25 minutes; those of an instance that nobody watches any more are not", async () => {
  const lines = await looksOf(() => undefined, 60);
  const [from] = changes("polls-missing", lines, 180);
  expect(from).toBeGreaterThanOrEqual(75);
  expect(from).toBeLessThanOrEqual(85);
  const retired = { name: "watch.retired", instanceId: INSTANCE_ID, outcome: "removed" };
  const all = [...lines, { TimeGenerated: minutes(60), Message: JSON.stringify(retired) }];
  expect(changes("polls-missing", all, 180)).toEqual([]);
});

/** The lines of the timers of a deployment that watches nothing, each until it stops. */
async function ticksOf(stops: { readonly schedulePolls: number; readonly sweep: number }): Promise<readonly LogRow[]> {
  const lines: LogRow[] = [];
  let now = START;
  const clock = (): Date => now;
  const { tables } = memoryStorage();
  const { saveTick } = watchStore(tables.watches, { now: clock, report: () => undefined });
  const deps = { saveTick, now: clock, log: logTo(lines, clock), ...NO_TRACE };
  const nothing = (): Promise<never[]> => Promise.resolve([]);
  const never = (): never => {
    throw new Error("nothing is there");
  };
  const idle = { listDueWatches: nothing, listWatchedInstances: nothing, listDueRedrives: nothing };
  const others = {
    claimWatch: never,
    queuePoll: never,
    saveRedrive: never,
    queueRedrive: never,
    listDuePending: never,
    listChunks: never,
    requeueChunk: never,
    storeDeadLetters: never,
    savePending: never,
    removePending: never,
    queueDispatch: never,
    queueDelivery: never,
  };
  for (let second = 0; second < 180 * 60; second += 15) {
    now = new Date(addSeconds(START, second));
    if (second < stops.schedulePolls * 60) await schedulePolls({ ...deps, ...idle, ...others });
    if (second < stops.sweep * 60) await sweep({ ...deps, ...idle, ...others });
  }
  return lines;
}

test.each([
  ["no timer stops", { schedulePolls: 999, sweep: 999 }, false],
  ["the timer of polls stops", { schedulePolls: 60, sweep: 999 }, true],
  ["the sweep stops", { schedulePolls: 999, sweep: 60 }, true],
  ["both stop", { schedulePolls: 60, sweep: 60 }, true],
])("when %s, the alert of silence fires within 20 minutes, though nothing is watched", async (_, stops, isFired) => {
  const changed = changes("timers-silent", await ticksOf(stops), 180);
  expect(changed.map((minute) => minute >= 65 && minute <= 80)).toEqual(isFired ? [true] : []);
});

test("without any line the alert of silence fires", () => {
  expect(fires("timers-silent", [], START)).toBe(true);
});

const line = (fields: object): LogRow => ({ TimeGenerated: START, Message: JSON.stringify(fields) });

test.each<[string, object, number, object]>([
  ["dead-letters", { name: "delivery.attempted", outcome: "dead" }, 1, { outcome: "retrying" }],
  ["poison", { name: "poison.recorded" }, 1, { name: "event.swept" }],
  ["change-refused", { name: "change.refused" }, 1, { name: "event.detected" }],
  ["detection-gap", { name: "gap.detected" }, 1, { name: "event.detected" }],
  ["delivery-age", { name: "delivery.attempted", attempt: 1, ageSeconds: 301 }, 11, { ageSeconds: 300 }],
  ["delivery-age", { name: "delivery.attempted", attempt: 1, ageSeconds: 301 }, 11, { attempt: 2 }],
])("%s counts %j from %i on, and not with %j", (name, fields, needed, other) => {
  const many = (count: number, each: object) => Array.from({ length: count }, () => line(each));
  expect(fires(name, many(needed, fields), START)).toBe(true);
  expect(fires(name, many(needed - 1, fields), START)).toBe(false);
  expect(fires(name, many(99, { ...fields, ...other }), START)).toBe(false);
});
