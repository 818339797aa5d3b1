import { type CallGrant, leaseCalls } from "../../../shared/rateLimit/admitCalls";
import { capReads, createCallBudget } from "../../../shared/source/budget/callBudget";
import { type CallPriority, type LeaseCalls } from "../../../shared/source/budget/callQueue";
import { type JsonAnswer } from "../../../shared/source/transport/jsonRequest";
import { type FakeClock, aClock } from "./aClock";
import { OK, aBudget, refused } from "./budgetScene";

const PER_MINUTE = 12;
const READS = 8;

/** What any number of hosts share. */
function aRow(callsPerMinute: number): LeaseCalls {
  let grants: readonly CallGrant[] = [];
  return async (wanted, now, spare) => {
    const lease = leaseCalls(grants, { wanted, spare, callsPerMinute, now });
    ({ grants } = lease);
    return lease;
  };
}

/** Hosts on one clock and one source; `made` has the calls since it was asked last. */
function someHosts(count: number, answer: (instanceId: string) => JsonAnswer = () => OK) {
  const clock: FakeClock = aClock();
  const [all, reads] = [aRow(PER_MINUTE), aRow(READS)];
  const budgets = Array.from({ length: count }, () =>
    capReads(
      createCallBudget({ ...clock, random: () => 1, callsPerMinute: PER_MINUTE, leaseCalls: all }),
      createCallBudget({ ...clock, random: () => 1, callsPerMinute: READS, leaseCalls: reads }),
    ),
  );
  let names: string[] = [];
  const answerTo = async (host: number, priority: CallPriority, instanceId = "a"): Promise<JsonAnswer | undefined> =>
    budgets[host]?.call({ priority, instanceId }, async () => {
      names.push(priority);
      return answer(instanceId);
    });
  const made = async (): Promise<Record<CallPriority, number>> => {
    await clock.settle();
    const since = names;
    names = [];
    const countOf = (priority: CallPriority): number => since.filter((name) => name === priority).length;
    return { read: countOf("read"), poll: countOf("poll") };
  };
  const ask = (host: number, priority: CallPriority, calls: number): void => {
    for (let call = 0; call < calls; call += 1) void answerTo(host, priority);
  };
  return { clock, answerTo, ask, made };
}

test.each([1, 3])("callers who read without pause on %i hosts leave a third of the calls to polls", async (hosts) => {
  const { clock, ask, made } = someHosts(hosts);
  const total = { read: 0, poll: 0 };
  for (let second = 0; second < 119; second += 1) {
    for (let host = 0; host < hosts; host += 1) {
      ask(host, "read", 3);
      ask(host, "poll", 1);
    }
    await clock.advance(1_000);
    const { read, poll } = await made();
    total.read += read;
    total.poll += poll;
  }
  expect(total.read).toBeGreaterThanOrEqual(READS);
  expect(total.read).toBeLessThanOrEqual(2 * READS);
  expect(total.poll).toBeGreaterThanOrEqual(2 * (PER_MINUTE - READS));
  expect(total.read + total.poll).toBeLessThanOrEqual(2 * PER_MINUTE);
});

test("a read beyond the share is refused with the time after which it has its turn", async () => {
  const { clock, ask, answerTo, made } = someHosts(1);
  ask(0, "read", READS);
  await made();
  expect(await answerTo(0, "read")).toMatchObject({ failure: { kind: "throttled", retryAfterSeconds: 60 } });
  await clock.advance(60_000);
  expect(await answerTo(0, "read")).toEqual(OK);
});

test("where polls have used up all but what they spare, reads have that", async () => {
  const { ask, made } = someHosts(1);
  ask(0, "poll", PER_MINUTE);
  expect(await made()).toEqual({ read: 0, poll: 10 });
  ask(0, "read", 2);
  expect(await made()).toEqual({ read: 2, poll: 0 });
});

test("an instance that is not available holds up no reads of another", async () => {
  const { answerTo } = someHosts(1, (instanceId) => (instanceId === "a" ? refused("unavailable", 40) : OK));
  expect(await answerTo(0, "read", "a")).toMatchObject({ failure: { kind: "unavailable" } });
  expect(await answerTo(0, "read", "a")).toMatchObject({ failure: { kind: "throttled", retryAfterSeconds: 40 } });
  expect(await answerTo(0, "read", "b")).toEqual(OK);
});

const times = (count: number, name: string): string[] => Array.from({ length: count }, () => name);

test("as many calls as the budget has are made at once, and the next is refused when its turn is too far away", async () => {
  const { ask, answerTo, made } = aBudget();
  ask("read", "a", 89);
  const [last, late] = [answerTo("read", "a"), answerTo("read", "a")];
  expect(await made()).toEqual(times(90, "read a"));
  expect(await last).toEqual(OK);
  expect(await late).toEqual({
    ok: false,
    failure: {
      kind: "throttled",
      retryAfterSeconds: 60,
      message: "the calls to the source are used up or on hold; no turn for this one for 60 seconds",
    },
  });
});

test("a call whose turn comes in time waits for it", async () => {
  const { ask, answerTo, made, clock } = aBudget({ callsPerMinute: 2 });
  ask("read", "a", 2);
  await clock.advance(52_000);
  const call = answerTo("read", "a");
  expect(await made()).toEqual(times(2, "read a"));
  await clock.advance(7_999);
  expect(await made()).toEqual([]);
  await clock.advance(1);
  expect(await made()).toEqual(["read a"]);
  expect(await call).toEqual(OK);
});

test("the poller leaves some calls free for reads", async () => {
  const { ask, made } = aBudget({ callsPerMinute: 12 });
  ask("poll", "a", 12);
  expect(await made()).toEqual(times(10, "poll a"));
  ask("read", "a", 2);
  expect(await made()).toEqual(times(2, "read a"));
});

test("reads that wait go before polls that waited longer", async () => {
  const { ask, made, clock } = aBudget({ callsPerMinute: 6 });
  ask("read", "a", 6);
  await clock.advance(51_000);
  await made();
  ask("poll", "b", 3);
  ask("read", "c", 3);
  await clock.advance(9_000);
  expect(await made()).toEqual(["read c", "read c", "read c", "poll b", "poll b"]);
});

test("reads keep no poll waiting for good", async () => {
  const { ask, made, clock } = aBudget({ callsPerMinute: 6 });
  for (let read = 0; read < 6; read += 1) {
    ask("read", "a");
    await clock.advance(1000);
  }
  await clock.advance(38_000);
  ask("poll", "a");
  await clock.advance(15_000);
  await made();
  ask("read", "a", 2);
  expect(await made()).toEqual([]);
  await clock.advance(1000);
  expect(await made()).toEqual(["poll a"]);
});

test("calls of one instance never hold up those of another", async () => {
  const { ask, made, clock } = aBudget({ callsPerMinute: 6 });
  ask("read", "a", 6);
  await clock.advance(55_000);
  await made();
  ask("read", "a", 10);
  ask("read", "b", 2);
  ask("read", "c");
  await clock.advance(5_000);
  expect(await made()).toEqual(["read a", "read b", "read c", "read a", "read b", "read a"]);
});

test("after 429 nothing is called before the source said, for any instance", async () => {
  const { answerTo, made, clock, answerWith } = aBudget();
  answerWith(refused("throttled", 20));
  await answerTo("poll", "a");
  answerWith(OK);
  const [read, poll] = [answerTo("read", "b"), answerTo("poll", "c")];
  expect(await made()).toEqual(["poll a"]);
  expect(await read).toMatchObject({ failure: { kind: "throttled", retryAfterSeconds: 20 } });
  await clock.advance(19_999);
  expect(await made()).toEqual([]);
  await clock.advance(1);
  expect(await made()).toEqual(["poll c"]);
  expect(await poll).toEqual(OK);
});

test("calls that wait are refused at once when the source closes for longer than they can", async () => {
  const { ask, answerTo, made, clock, answerWith } = aBudget({ callsPerMinute: 1 });
  answerWith(clock.wait(50_000).then(() => refused("throttled", 300)));
  ask("read", "a");
  await clock.advance(49_999);
  const waiting = answerTo("poll", "b");
  await clock.advance(1);
  expect(await waiting).toMatchObject({ failure: { kind: "throttled", retryAfterSeconds: 300 } });
  expect(await made()).toEqual(["read a"]);
});

test("503 with a time to wait closes that instance alone", async () => {
  const { ask, answerTo, made, clock, answerWith } = aBudget();
  answerWith(refused("unavailable", 12));
  await answerTo("poll", "a");
  answerWith(OK);
  const read = answerTo("read", "a");
  ask("poll", "a");
  ask("poll", "b");
  expect(await made()).toEqual(["poll a", "poll b"]);
  expect(await read).toMatchObject({ failure: { kind: "throttled", retryAfterSeconds: 12 } });
  await clock.advance(12_000);
  expect(await made()).toEqual(["poll a"]);
});

test("503 that does not say how long closes nothing", async () => {
  const { ask, answerTo, made, answerWith } = aBudget();
  answerWith(refused("unavailable"));
  await answerTo("read", "a");
  ask("read", "a");
  expect(await made()).toEqual(times(2, "read a"));
});

test.each([0, -1, 1.5, Number.NaN])("%p calls per minute are a programming fault", (callsPerMinute) => {
  expect(() => createCallBudget({ ...aClock(), callsPerMinute })).toThrow(
    `callsPerMinute must be a positive whole number, not ${callsPerMinute}`,
  );
});
