import * as fc from "fast-check";
import { type CallGrant, leaseCalls } from "../../shared/rateLimit/leaseCalls";

const START = Date.parse("2026-11-20T10:00:00Z");
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
