import * as fc from "fast-check";
import {
  type AdmittedCalls,
  type CallGrant,
  MAX_DELAY_MS,
  MAX_SKEW_MS,
  admitCalls,
  leaseCalls,
} from "../../shared/rateLimit/admitCalls";
import { START, anAdmission } from "./anAdmission";

const COUNTED_MS = 60_000 + MAX_SKEW_MS + MAX_DELAY_MS;

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

const at = (seconds: number): Date => new Date(START + seconds * 1000);
const granted = (seconds: number, count: number): CallGrant => ({ at: START + seconds * 1000, count });

test.each<
  [string, CallGrant[], { wanted: number; spare?: number; now: Date }, [granted: number, retryAfterSeconds: number]]
>([
  ["nothing was granted yet", [], { wanted: 4, now: at(0) }, [4, 0]],
  ["more is wanted than there is", [], { wanted: 15, now: at(0) }, [10, 60]],
  ["some was granted", [granted(0, 7)], { wanted: 4, now: at(20) }, [3, 40]],
  ["all was granted", [granted(0, 4), granted(30, 6)], { wanted: 1, now: at(40) }, [0, 20]],
  ["the window has just not passed", [granted(0, 10)], { wanted: 1, now: at(59.999) }, [0, 1]],
  ["the window has passed", [granted(0, 10)], { wanted: 10, now: at(60) }, [10, 0]],
  ["some must be spared", [granted(0, 7)], { wanted: 4, spare: 2, now: at(20) }, [1, 40]],
  ["more must be spared than is left", [granted(0, 5), granted(9, 4)], { wanted: 1, spare: 4, now: at(20) }, [0, 40]],
  ["all must be spared", [], { wanted: 1, spare: 10, now: at(20) }, [0, 60]],
  ["nothing is wanted", [granted(0, 10)], { wanted: 0, now: at(1) }, [0, 0]],
  ["our clock is behind another host's", [granted(30, 6)], { wanted: 10, now: at(28) }, [4, 62]],
  ["a host's clock was an hour ahead", [granted(3600, 10)], { wanted: 1, now: at(0) }, [0, 60]],
])("when %s", (_name, grants, request, expected) => {
  const lease = leaseCalls(grants, { spare: 0, callsPerMinute: 10, ...request });
  expect([lease.granted, lease.retryAfterSeconds]).toEqual(expected);
});

test("what all hosts have left after a lease is told, spared calls included", () => {
  const request = { wanted: 3, spare: 4, callsPerMinute: 10, now: at(20) };
  expect(leaseCalls([granted(0, 5)], request)).toMatchObject({ granted: 1, left: 4 });
  expect(leaseCalls([granted(0, 12)], request)).toMatchObject({ granted: 0, left: 0 });
});

test("what is older than the window is forgotten", () => {
  const grants = [granted(0, 1), granted(30, 1)];
  const lease = leaseCalls(grants, { wanted: 1, spare: 0, callsPerMinute: 10, now: at(70) });
  expect(lease.grants).toEqual([granted(30, 1), granted(70, 1)]);
});

test.each(["wanted", "spare", "callsPerMinute"])("%s that is no count is a programming fault", (name) => {
  for (const value of [-1, 1.5, Number.NaN, Infinity]) {
    const request = { wanted: 1, spare: 0, callsPerMinute: 1, now: at(0), [name]: value };
    expect(() => leaseCalls([], request)).toThrow(`${name} must be a whole number of at least 0, not ${value}`);
  }
});

interface Ask {
  readonly afterMs: number;
  readonly wanted: number;
  readonly spare: number;
  readonly skewMs: number;
}

const anyAsk = (maxSkewMs: number): fc.Arbitrary<Ask> =>
  fc.record({
    afterMs: fc.oneof(fc.constant(0), fc.integer({ max: 2000, min: 0 }), fc.integer({ max: 70_000, min: 0 })),
    wanted: fc.integer({ min: 0, max: 12 }),
    spare: fc.integer({ min: 0, max: 4 }),
    skewMs: fc.integer({ min: -maxSkewMs, max: maxSkewMs }),
  });

/** All calls ever granted, one entry per call: the plain way to count them. */
type Log = number[];

const inWindow = (log: Log, end: number, lengthMs: number): number =>
  log.filter((each) => each > end - lengthMs && each <= end).length;

test("of many hosts, each is granted what is left of the last 60 seconds, and never more", () => {
  fc.assert(
    fc.property(fc.array(anyAsk(0), { maxLength: 60 }), fc.integer({ min: 1, max: 20 }), (asks, callsPerMinute) => {
      const log: Log = [];
      let grants: readonly CallGrant[] = [];
      let now = START;
      for (const { afterMs, wanted, spare } of asks) {
        now += afterMs;
        const left = Math.max(0, callsPerMinute - spare - inWindow(log, now, 60_000));
        const lease = leaseCalls(grants, { wanted, spare, callsPerMinute, now: new Date(now) });
        expect(lease.granted).toBe(Math.min(wanted, left));
        for (let call = 0; call < lease.granted; call += 1) log.push(now);
        ({ grants } = lease);
        expect(grants.length).toBeLessThanOrEqual(callsPerMinute);
      }
      expect(Math.max(0, ...log.map((end) => inWindow(log, end, 60_000)))).toBeLessThanOrEqual(callsPerMinute);
    }),
  );
});

test("whoever waits as long as it says gets a call, and nobody gets one a second earlier", () => {
  fc.assert(
    fc.property(fc.array(anyAsk(0), { maxLength: 30 }), fc.integer({ min: 5, max: 20 }), (asks, callsPerMinute) => {
      let grants: readonly CallGrant[] = [];
      let now = START;
      for (const { afterMs, wanted, spare } of asks) {
        now += afterMs;
        const lease = leaseCalls(grants, { wanted, spare, callsPerMinute, now: new Date(now) });
        ({ grants } = lease);
        const later = (seconds: number): number =>
          leaseCalls(grants, { wanted: 1, spare, callsPerMinute, now: new Date(now + seconds * 1000) }).granted;
        const { retryAfterSeconds } = lease;
        expect(retryAfterSeconds === 0).toBe(lease.granted === wanted);
        if (retryAfterSeconds === 0) continue;
        expect([later(retryAfterSeconds - 1), later(retryAfterSeconds)]).toEqual([0, 1]);
      }
    }),
  );
});

test("clocks that differ by some seconds shorten the window by no more than that", () => {
  fc.assert(
    fc.property(fc.array(anyAsk(2000), { maxLength: 60 }), (asks) => {
      const log: Log = [];
      let grants: readonly CallGrant[] = [];
      let now = START;
      for (const { afterMs, wanted, skewMs } of asks) {
        now += afterMs;
        const lease = leaseCalls(grants, { wanted, spare: 0, callsPerMinute: 10, now: new Date(now + skewMs) });
        for (let call = 0; call < lease.granted; call += 1) log.push(now);
        ({ grants } = lease);
      }
      expect(Math.max(0, ...log.map((end) => inWindow(log, end, 56_000)))).toBeLessThanOrEqual(10);
    }),
  );
});
