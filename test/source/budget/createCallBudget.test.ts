import { createCallBudget } from "../../../shared/source/budget/createCallBudget";
import { aClock } from "./aClock";
import { aBudget, OK, refused } from "./budgetScene";

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
