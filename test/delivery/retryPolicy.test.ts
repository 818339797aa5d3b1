import * as fc from "fast-check";
import { deliverChunk } from "../../shared/delivery/deliverChunk";
import { RETRY_SCHEDULE_SECONDS, decideVerdict, retryDelaySeconds } from "../../shared/delivery/retryPolicy";
import { type DeathCause, type ReceiverAnswer, type Verdict } from "../../shared/model/delivery";
import { addSeconds } from "../../shared/model/instant";
import { TASK, aWorldWith, answering, retryId } from "./chunkWorld";
import { depsOf } from "./deliveryWorld";

const ATTEMPTS = RETRY_SCHEDULE_SECONDS.length + 1;
const ALL_STATUSES = Array.from({ length: 500 }, (_, index) => index + 100);
const STOP_CODES: readonly (readonly [string, DeathCause])[] = [
  ["WorkflowTriggerIsNotEnabled", "flow-off"],
  ["WorkflowNotFound", "flow-deleted"],
  ["WorkflowTriggerVersionNotFound", "flow-deleted"],
  ["TriggerInputSchemaMismatch", "schema-mismatch"],
];

function verdict(answer: Omit<ReceiverAnswer, "durationMs">, attempt = 1): Verdict {
  return decideVerdict({ durationMs: 5, ...answer }, attempt, RETRY_SCHEDULE_SECONDS, 0);
}

function life(answer: Omit<ReceiverAnswer, "durationMs">): { attempts: number; end: Verdict } {
  for (let attempt = 1; ; attempt += 1) {
    const end = verdict(answer, attempt);
    if (end.outcome !== "retrying") return { attempts: attempt, end };
  }
}

/** How often an answer that never changes is tried, and how it ends (docs/power-automate.md, "What an answer means"). */
function expectedLife(status: number): { attempts: number; end: Verdict } {
  if (status >= 200 && status < 300) return { attempts: 1, end: { outcome: "delivered" } };
  if (status === 410) return { attempts: 1, end: { outcome: "dead", cause: "gone" } };
  if (status === 401 || status === 403) return { attempts: 3, end: { outcome: "dead", cause: "unauthorized" } };
  const isTransient = status < 200 || status >= 500 || [404, 408, 429].includes(status);
  if (isTransient) return { attempts: ATTEMPTS, end: { outcome: "dead", cause: "attempts-used-up" } };
  return { attempts: 3, end: { outcome: "dead", cause: "rejected" } };
}

test("every status from 100 to 599, answered each time, ends as the answer table says", () => {
  const lives = Object.fromEntries(ALL_STATUSES.map((status) => [status, life({ status })]));
  expect(lives).toEqual(Object.fromEntries(ALL_STATUSES.map((status) => [status, expectedLife(status)])));
});

test.each(STOP_CODES)(
  "the code %s ends a delivery at once with every refusing status, as %s, and with no other",
  (errorCode, cause) => {
    const refusing = ALL_STATUSES.filter((status) => status >= 300 && status < 500);
    const others = ALL_STATUSES.filter((status) => !refusing.includes(status));
    const dead = refusing.map((status) => verdict({ status, errorCode }));
    expect(new Set(dead.map((each) => JSON.stringify(each)))).toEqual(
      new Set([JSON.stringify({ outcome: "dead", cause })]),
    );
    expect(others.map((status) => verdict({ status, errorCode }))).toEqual(others.map((status) => verdict({ status })));
  },
);

test.each(["workflownotfound", "WORKFLOWNOTFOUND", "workflowNotFound"])(
  "the code %s counts in any case",
  (errorCode) => {
    expect(verdict({ status: 404, errorCode })).toEqual({ outcome: "dead", cause: "flow-deleted" });
  },
);

test.each([
  "",
  "Workflow",
  "WorkflowNotFound ",
  "constructor",
  "__proto__",
  "toString",
  "DirectApiAuthorizationRequired",
])("the code %j changes nothing", (errorCode) => {
  expect(verdict({ status: 404, errorCode })).toEqual(verdict({ status: 404 }));
});

test("no code that a receiver makes up gives anything but what the status alone gives", () => {
  const known = new Set(STOP_CODES.map(([code]) => code.toLowerCase()));
  const aCode = fc.oneof(fc.string(), fc.constantFrom(...Object.getOwnPropertyNames(Object.prototype)));
  fc.assert(
    fc.property(
      fc.constantFrom(...ALL_STATUSES),
      aCode,
      fc.integer({ min: 1, max: 12 }),
      (status, errorCode, attempt) => {
        fc.pre(!known.has(errorCode.toLowerCase()));
        expect(verdict({ status, errorCode }, attempt)).toEqual(verdict({ status }, attempt));
      },
    ),
  );
});

test.each<ReceiverAnswer["error"] & string>(["timed-out", "unreachable", "address-refused"])(
  "a receiver that is %s is tried over the whole schedule",
  (error) => {
    expect(life({ error })).toEqual({ attempts: ATTEMPTS, end: { outcome: "dead", cause: "attempts-used-up" } });
  },
);

test.each([
  [429, 30],
  [503, 30],
  [408, 120],
  [401, 300],
  [403, 300],
  [404, 300],
  [500, 4],
  [502, 4],
  [400, 4],
  [302, 4],
])("after a first %i the next attempt comes after %i seconds at the earliest", (status, delaySeconds) => {
  expect(verdict({ status })).toEqual({ outcome: "retrying", delaySeconds });
});

test.each([
  [429, 7, 30],
  [429, 31, 31],
  [503, 86_400, 86_400],
  [500, 90_000, 86_400],
  [400, 60, 60],
])("a %i with Retry-After %i is tried again after %i seconds", (status, retryAfterSeconds, delaySeconds) => {
  expect(verdict({ status, retryAfterSeconds })).toEqual({ outcome: "retrying", delaySeconds });
});

test("Retry-After does not bring a stopped delivery back", () => {
  expect(verdict({ status: 410, retryAfterSeconds: 5 })).toEqual({ outcome: "dead", cause: "gone" });
});

const DAY = 86_400;
const LEAST_RANDOM = 0;
const MOST_RANDOM = 1 - Number.EPSILON;
const RUNS = { numRuns: 10_000 };

const aFailed = fc.integer({ min: 1, max: RETRY_SCHEDULE_SECONDS.length });
const aRandom = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const aWish = fc.record(
  {
    retryAfterSeconds: fc.oneof(fc.nat(100), fc.nat(2 * DAY), fc.constant(Number.POSITIVE_INFINITY)),
    floorSeconds: fc.nat(600),
  },
  { requiredKeys: [] },
);

/** The delay, in a form that fails the test when there is none. */
function delay(failed: number, wish: Parameters<typeof retryDelaySeconds>[2], random: number): number {
  return retryDelaySeconds(RETRY_SCHEDULE_SECONDS, failed, wish, random) ?? Number.NaN;
}

test("the wait is never under what the receiver asked for, up to a day, nor under the floor of its answer", () => {
  fc.assert(
    fc.property(aFailed, aWish, aRandom, (failed, wish, random) => {
      const seconds = delay(failed, wish, random);
      expect(seconds).toBeGreaterThanOrEqual(Math.min(wish.retryAfterSeconds ?? 0, DAY));
      expect(seconds).toBeGreaterThanOrEqual(wish.floorSeconds ?? 0);
    }),
    RUNS,
  );
});

test("the wait is a whole number of seconds that a queue takes: more than none, less than seven days", () => {
  fc.assert(
    fc.property(aFailed, aWish, aRandom, (failed, wish, random) => {
      const seconds = delay(failed, wish, random);
      expect(Number.isInteger(seconds)).toBe(true);
      expect(seconds).toBeGreaterThan(0);
      expect(seconds).toBeLessThan(7 * DAY);
    }),
    { numRuns: 1_000 },
  );
});

test("jitter stays within 20 % of the schedule, up to the whole second", () => {
  fc.assert(
    fc.property(aFailed, aRandom, (failed, random) => {
      const base = RETRY_SCHEDULE_SECONDS[failed - 1] ?? Number.NaN;
      const seconds = delay(failed, {}, random);
      expect(seconds).toBeGreaterThanOrEqual(base * 0.8);
      expect(seconds).toBeLessThan(base * 1.2 + 1);
    }),
    RUNS,
  );
});

test.each([
  ["schedule", {}, 5 * 0.8, 5 * 1.2],
  ["floor", { floorSeconds: 300 }, 300, 360],
  ["Retry-After", { retryAfterSeconds: 3_600 }, 3_600, 4_320],
  ["Retry-After of more than a day", { retryAfterSeconds: 10 * DAY }, DAY, DAY * 1.2],
])("where the %s rules, retries are spread over a fifth more or less, never under it", (_, wish, least, most) => {
  expect(delay(1, wish, LEAST_RANDOM)).toBe(Math.ceil(least));
  expect(delay(1, wish, MOST_RANDOM)).toBe(Math.ceil(most));
});

test("there are at least ten attempts over at least three days, even when jitter shortens every wait", () => {
  const waits = RETRY_SCHEDULE_SECONDS.map((__, index) => delay(index + 1, {}, LEAST_RANDOM));
  expect(waits.length + 1).toBeGreaterThanOrEqual(10);
  expect(waits.reduce((sum, wait) => sum + wait, 0)).toBeGreaterThanOrEqual(3 * DAY);
});

test("the waits are 5 and 30 seconds, 2, 10 and 30 minutes, 1, 3, 6, 12, 24 and 48 hours", () => {
  const minutes = [2, 10, 30].map((each) => each * 60);
  const hours = [1, 3, 6, 12, 24, 48].map((each) => each * 3_600);
  expect(RETRY_SCHEDULE_SECONDS).toEqual([5, 30, ...minutes, ...hours]);
});

test("a part of a second counts as a whole one", () => {
  expect(delay(1, {}, 0.01)).toBe(5);
  expect(delay(1, { floorSeconds: 30 }, 0.01)).toBe(31);
});

test("the schedule never shortens", () => {
  expect(RETRY_SCHEDULE_SECONDS).toEqual(RETRY_SCHEDULE_SECONDS.toSorted((a, b) => a - b));
});

test("no wait is left after the last attempt, whatever the receiver asks for", () => {
  expect(
    retryDelaySeconds(RETRY_SCHEDULE_SECONDS, RETRY_SCHEDULE_SECONDS.length + 1, { retryAfterSeconds: 60 }, 0),
  ).toBeUndefined();
  expect(retryDelaySeconds(RETRY_SCHEDULE_SECONDS, 1_000, {}, 0)).toBeUndefined();
});

test("a retry's delay counts from the end of its own attempt, not of the slowest in the chunk", async () => {
  const world = aWorldWith(["bad", "throttled", "slow"]);
  const start = world.now;
  const answers = answering({ bad: { status: 500 }, throttled: { status: 429, retryAfterSeconds: 30 } });
  world.answer = async (callback) => {
    if (!callback.url.includes("slow")) return answers(callback);
    await new Promise((resolve) => setImmediate(resolve));
    world.now = new Date(start.getTime() + 10_000);
    return { error: "timed-out", durationMs: 10_000 };
  };
  await deliverChunk(TASK, depsOf(world));
  expect(world.deliveries.map(({ task, delaySeconds }) => [task.chunkId, delaySeconds])).toEqual([
    [retryId("bad", 1), 0],
    [retryId("throttled", 1), 20],
    [retryId("slow", 1), 4],
  ]);
  expect([...world.chunks.values()].map(({ chunk }) => chunk.dueAt)).toEqual([
    addSeconds(start, 30),
    addSeconds(start, 50),
    addSeconds(start, 34),
  ]);
});
