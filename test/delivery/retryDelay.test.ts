import * as fc from "fast-check";
import { RETRY_SCHEDULE_SECONDS, retryDelaySeconds } from "../../shared/delivery/retryDelay";

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
