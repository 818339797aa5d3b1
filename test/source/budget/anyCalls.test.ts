import * as fc from "fast-check";
import { type CallGrant, leaseCalls } from "../../../shared/rateLimit/admitCalls";
import { createCallBudget } from "../../../shared/source/budget/callBudget";
import { type CallPriority, type LeaseCalls } from "../../../shared/source/budget/callQueue";
import { type JsonAnswer } from "../../../shared/source/transport/jsonRequest";
import { aClock } from "./aClock";
import { OK, refused } from "./budgetScene";

interface Ask {
  readonly afterMs: number;
  readonly host: number;
  readonly priority: CallPriority;
  readonly instanceId: string;
  readonly answer: JsonAnswer;
}

const anyAsk: fc.Arbitrary<Ask> = fc.record({
  afterMs: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.integer({ min: 0, max: 9000 })),
  host: fc.nat(2),
  priority: fc.constantFrom("read", "poll"),
  instanceId: fc.constantFrom("a", "b", "c"),
  answer: fc.oneof(
    { weight: 8, arbitrary: fc.constant(OK) },
    fc.constantFrom(refused("throttled", 7), refused("throttled"), refused("unavailable", 20), refused("unavailable")),
  ),
});

interface Made extends Ask {
  readonly at: number;
}

interface Ended extends Ask {
  readonly endedAt: number;
  readonly waitedMs: number;
  readonly got: JsonAnswer;
}

/** Three hosts that share a row, or one that has its budget alone, until every call has ended. */
async function run(asks: readonly Ask[], callsPerMinute: number, isShared: boolean) {
  const clock = aClock();
  let grants: readonly CallGrant[] = [];
  const shared: LeaseCalls = async (wanted, now, spare) => {
    const lease = leaseCalls(grants, { wanted, spare, callsPerMinute, now });
    ({ grants } = lease);
    await clock.settle();
    return lease;
  };
  const options = { ...clock, callsPerMinute, random: () => 1, ...(isShared && { leaseCalls: shared }) };
  const hosts = [0, 1, 2].map(() => createCallBudget(options));
  const made: Made[] = [];
  const ended: Ended[] = [];
  for (const ask of asks) {
    await clock.advance(ask.afterMs);
    const from = clock.now().getTime();
    const make = async (): Promise<JsonAnswer> => {
      made.push({ ...ask, at: clock.now().getTime() });
      return ask.answer;
    };
    void hosts[isShared ? ask.host : 0]?.call(ask, make).then((got) => {
      const endedAt = clock.now().getTime();
      return ended.push({ ...ask, got, endedAt, waitedMs: endedAt - from });
    });
  }
  await clock.advance(31_000);
  return { made, ended };
}

test.each([
  ["hosts that share a row", true],
  ["one host", false],
])("%s: never too many calls, each ends in time, and none is made before the source said", async (_name, isShared) => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyAsk, { maxLength: 40 }), fc.integer({ min: 1, max: 12 }), async (asks, perMinute) => {
      const { made, ended } = await run(asks, perMinute, isShared);
      const inWindow = ({ at }: Made): number => made.filter((each) => each.at > at - 60_000 && each.at <= at).length;
      expect(Math.max(0, ...made.map(inWindow))).toBeLessThanOrEqual(perMinute);

      expect(ended).toHaveLength(asks.length);
      for (const { priority, waitedMs, got } of ended) {
        expect(waitedMs).toBeLessThanOrEqual(priority === "read" ? 10_000 : 30_000);
        expect(got.ok || got.failure.status !== undefined || (got.failure.retryAfterSeconds ?? 0) >= 1).toBe(true);
      }

      for (const [index, { at, host, instanceId, answer }] of made.entries()) {
        const seconds = answer.ok ? 0 : (answer.failure.retryAfterSeconds ?? 0);
        const isOfKey = !answer.ok && answer.failure.kind === "throttled";
        const tooEarly = made
          .slice(index + 1)
          .filter((later) => !isShared || later.host === host)
          .filter((later) => isOfKey || later.instanceId === instanceId)
          .filter((later) => later.at > at && later.at < at + seconds * 1000);
        expect(tooEarly).toEqual([]);
      }
    }),
    { numRuns: 150 },
  );
});

test("a read that waited was made the moment another call left the window, and is refused only when none leaves in time", async () => {
  const anyRead = anyAsk.map((ask): Ask => ({ ...ask, priority: "read", answer: OK }));
  await fc.assert(
    fc.asyncProperty(fc.array(anyRead, { maxLength: 40 }), fc.integer({ min: 1, max: 6 }), async (asks, perMinute) => {
      const { made, ended } = await run(asks, perMinute, false);
      for (const [index, { at }] of made.entries()) {
        const left = made[index - perMinute]?.at ?? -Infinity;
        expect(at - left).toBeGreaterThanOrEqual(60_000);
      }
      for (const { endedAt, waitedMs, got } of ended) {
        const inWindow = made.filter(({ at }) => at > endedAt - 60_000 && at <= endedAt).length;
        const hasLeft = made.some(({ at }) => at === endedAt - 60_000);
        expect(got.ok ? waitedMs === 0 || hasLeft : inWindow === perMinute).toBe(true);
      }
    }),
    { numRuns: 150 },
  );
});
