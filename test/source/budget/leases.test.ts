import { type CallGrant, leaseCalls } from "../../../shared/rateLimit/admitCalls";
import { type LeaseCalls } from "../../../shared/source/budget/callQueue";
import { aBudget } from "./budgetScene";

const times = (count: number, name: string): string[] => Array.from({ length: count }, () => name);

/** A lease that answers what it is told, and what it was asked for. */
function aLease(...answers: (Awaited<ReturnType<LeaseCalls>> | Error)[]): { lease: LeaseCalls; asked: number[][] } {
  const asked: number[][] = [];
  const lease: LeaseCalls = async (wanted, _now, spare) => {
    asked.push([wanted, spare]);
    const answer = answers.shift() ?? { granted: wanted, retryAfterSeconds: 0 };
    if (answer instanceof Error) throw answer;
    return answer;
  };
  return { lease, asked };
}

test("calls that come while a lease is asked for share the next one", async () => {
  const { lease, asked } = aLease();
  const { ask, made } = aBudget({ leaseCalls: lease });
  ask("read", "a", 7);
  expect(await made()).toEqual(times(7, "read a"));
  expect(asked).toEqual([
    [1, 0],
    [6, 0],
  ]);
});

test("the poller asks to leave some calls free", async () => {
  const { lease, asked } = aLease();
  const { ask, made } = aBudget({ leaseCalls: lease });
  ask("poll", "a");
  expect(await made()).toEqual(["poll a"]);
  expect(asked).toEqual([[1, 15]]);
});

test("what the hosts share is asked for again when it may have calls, and not before", async () => {
  const { lease, asked } = aLease({ granted: 0, retryAfterSeconds: 4 });
  const { ask, made, clock } = aBudget({ leaseCalls: lease });
  ask("read", "a", 2);
  await clock.advance(3_999);
  expect(asked).toEqual([[1, 0]]);
  await clock.advance(1);
  expect(await made()).toEqual(times(2, "read a"));
  expect(asked).toEqual([
    [1, 0],
    [2, 0],
  ]);
});

test("when polls get none, reads may still get some", async () => {
  const { lease, asked } = aLease({ granted: 0, retryAfterSeconds: 4 });
  const { ask, made } = aBudget({ leaseCalls: lease });
  ask("poll", "a");
  expect(await made()).toEqual([]);
  ask("read", "a");
  expect(await made()).toEqual(["read a"]);
  expect(asked).toEqual([
    [1, 15],
    [1, 0],
  ]);
});

test("a read is refused at once when the hosts have used up what they share for longer than it can wait", async () => {
  const { lease } = aLease({ granted: 0, retryAfterSeconds: 40 });
  const { answerTo } = aBudget({ leaseCalls: lease });
  expect(await answerTo("read", "a")).toMatchObject({ failure: { kind: "throttled", retryAfterSeconds: 40 } });
});

test("a read that comes while a lease for polls is asked for is served from it", async () => {
  const { lease } = aLease({ granted: 1, retryAfterSeconds: 0 }, { granted: 0, retryAfterSeconds: 5 });
  const { ask, made } = aBudget({ leaseCalls: lease });
  ask("poll", "a");
  ask("read", "b");
  expect(await made()).toEqual(["read b"]);
});

test("while the shared count cannot be had, the process keeps to its own", async () => {
  const down = new Error("storage is down");
  const { lease } = aLease(down, down, down, down);
  const { ask, made, answerTo } = aBudget({ leaseCalls: lease, callsPerMinute: 3 });
  ask("read", "a", 3);
  const late = answerTo("read", "a");
  expect(await made()).toEqual(times(3, "read a"));
  expect(await late).toMatchObject({ failure: { kind: "throttled", retryAfterSeconds: 60 } });
});

test("a lease that never answers keeps no call waiting longer than it can", async () => {
  const { answerTo, clock, made } = aBudget({ leaseCalls: async () => new Promise(() => undefined) });
  const calls = [answerTo("read", "a"), answerTo("poll", "a")];
  await clock.advance(30_000);
  expect(await Promise.all(calls)).toMatchObject([
    { failure: { kind: "throttled", retryAfterSeconds: 1 } },
    { failure: { kind: "throttled", retryAfterSeconds: 1 } },
  ]);
  expect(await made()).toEqual([]);
});

test("hosts that share a row take no more than it has, and reads of one go before polls of another", async () => {
  let grants: readonly CallGrant[] = [];
  const shared: LeaseCalls = async (wanted, now, spare) => {
    const lease = leaseCalls(grants, { wanted, spare, callsPerMinute: 12, now });
    ({ grants } = lease);
    return lease;
  };
  const [poller, reader] = [1, 2].map(() => aBudget({ leaseCalls: shared, callsPerMinute: 12 }));
  poller?.ask("poll", "a", 20);
  expect(await poller?.made()).toEqual(times(10, "poll a"));
  reader?.ask("read", "b", 20);
  expect(await reader?.made()).toEqual(times(2, "read b"));
});

test("what is left is what all hosts have left, or this process by its own count, whichever is less", async () => {
  const { lease } = aLease({ granted: 1, retryAfterSeconds: 0, left: 40 }, new Error("no storage"));
  const { ask, made, left } = aBudget({ leaseCalls: lease });
  expect(left()).toBe(90);
  ask("read", "a");
  await made();
  expect(left()).toBe(40);
  ask("read", "a");
  await made();
  expect(left()).toBe(88);
});
