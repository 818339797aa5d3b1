import { type CallGrant, leaseCalls } from "../../../shared/rateLimit/leaseCalls";
import { type CallPriority, type LeaseCalls } from "../../../shared/source/budget/callBudget";
import { capReads } from "../../../shared/source/budget/capReads";
import { createCallBudget } from "../../../shared/source/budget/createCallBudget";
import { type JsonAnswer } from "../../../shared/source/transport/requestJson";
import { type FakeClock, aClock } from "./aClock";
import { OK, refused } from "./budgetScene";

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
