import { type AdmittedCalls, MOST_DELAY_MS, MOST_SKEW_MS, admitCalls } from "../../shared/rateLimit/admitCalls";
import { START, anAdmission } from "./anAdmission";

const COUNTED_MS = 60_000 + MOST_SKEW_MS + MOST_DELAY_MS;

function calls(atMs: number, count: number, id = `other-${atMs}`): AdmittedCalls {
  return { id, at: START + atMs, count };
}

test("the first call is admitted and logged, and all others remain", () => {
  const decision = admitCalls([], anAdmission(0));
  expect(decision).toEqual({
    admitted: 1,
    remaining: 9,
    retryAfterSeconds: 64,
    log: [{ id: "at-0", at: START, count: 1 }],
  });
});

test.each([
  { what: "a free log", log: [], wanted: 4, admitted: 4, remaining: 6 },
  { what: "a log with seven", log: [calls(-1_000, 7)], wanted: 2, admitted: 2, remaining: 1 },
  { what: "a log with seven", log: [calls(-1_000, 7)], wanted: 8, admitted: 3, remaining: 0 },
  { what: "a full log", log: [calls(-9_000, 7), calls(-1_000, 3)], wanted: 1, admitted: 0, remaining: 0 },
  { what: "a log fuller than a limit that was lowered", log: [calls(0, 30)], wanted: 1, admitted: 0, remaining: 0 },
])("of $wanted calls, $what admits $admitted", ({ log, wanted, admitted, remaining }) => {
  expect(admitCalls(log, anAdmission(0, { wanted }))).toMatchObject({ admitted, remaining });
});

test.each([
  { atMs: COUNTED_MS - 1, admitted: 0, counted: 10 },
  { atMs: COUNTED_MS, admitted: 1, counted: 1 },
])("$atMs ms after ten calls, $admitted is admitted", ({ atMs, admitted, counted }) => {
  const decision = admitCalls([calls(0, 10)], anAdmission(atMs));
  expect(decision.admitted).toBe(admitted);
  expect(decision.log.reduce((sum, { count }) => sum + count, 0)).toBe(counted);
});

test.each([
  { log: [calls(0, 10)], atMs: 5_000, seconds: 59 },
  { log: [calls(0, 10)], atMs: 5_001, seconds: 59 },
  { log: [calls(0, 10)], atMs: 6_000, seconds: 58 },
  { log: [calls(0, 4), calls(3_000, 6)], atMs: 6_000, seconds: 58 },
  { log: [calls(0, 4), calls(3_000, 10)], atMs: 6_000, seconds: 61 },
])("who is denied $atMs ms after the start waits until a place is free on any host: $seconds s", (given) => {
  expect(admitCalls(given.log, anAdmission(given.atMs)).retryAfterSeconds).toBe(given.seconds);
});

test("where the newest call is of a host whose clock is ahead, the next is logged at its time", () => {
  const { log } = admitCalls([calls(900, 1)], anAdmission(0));
  expect(log.map(({ at }) => at - START)).toEqual([900, 900]);
});

test("calls of a clock that is minutes ahead count as of now, and leave with the others", () => {
  const { log } = admitCalls([calls(3_600_000, 9)], anAdmission(0));
  expect(log.map(({ at, count }) => [at - START, count])).toEqual([
    [0, 9],
    [0, 1],
  ]);
});

test("a later try replaces what an earlier one has left, and counts it once", () => {
  const first = admitCalls([calls(0, 6)], anAdmission(0, { id: "mine", wanted: 4 }));
  const again = admitCalls(first.log, anAdmission(2_500, { id: "mine", wanted: 4 }));
  expect(again).toMatchObject({ admitted: 4, log: [calls(0, 6), { id: "mine", at: START + 2_500, count: 4 }] });
});

test("what has left the window is forgotten with the next call", () => {
  expect(admitCalls([calls(-COUNTED_MS, 3), calls(0, 1)], anAdmission(0)).log).toHaveLength(2);
});
