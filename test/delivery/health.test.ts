import * as fc from "fast-check";
import { nextHealth } from "../../shared/delivery/health";
import { RETRY_SCHEDULE_SECONDS, decideVerdict, applyDormancy } from "../../shared/delivery/retryPolicy";
import { type AttemptRecord, type ReceiverAnswer } from "../../shared/model/delivery";
import { addSeconds } from "../../shared/model/instant";
import { type Health } from "../../shared/model/subscription";
import { aKey } from "../builders/aSubscription";

const START = new Date("2026-11-20T10:00:00Z");
const EARLIER = addSeconds(START, -60);
const SLOW_ANSWER_MS = 5_000;
const OFF = { status: 400, errorCode: "WorkflowTriggerIsNotEnabled" };
const WELL: Health = { state: "active", slow: false, changedAt: EARLIER };
const SLOW: Health = { ...WELL, slow: true };
const DORMANT: Health = { ...WELL, state: "dormant", dormantSince: EARLIER, cause: "flow-off" };

function aRecord(answer: Partial<ReceiverAnswer>, attempt = 1, seconds = 0, health?: Health): AttemptRecord {
  const full = { durationMs: 5, ...answer };
  const endedAt = new Date(START.getTime() + seconds * 1_000);
  const verdict = applyDormancy(decideVerdict(full, attempt, RETRY_SCHEDULE_SECONDS, 0), health);
  return { reference: { subscription: aKey(), attemptsBefore: attempt - 1 }, attempt, endedAt, verdict, answer: full };
}

type Shown = "well" | "slow" | Health["state"] | `dormant: ${string}`;

function show(health: Health | undefined): Shown {
  if (health?.state === "dormant") return `dormant: ${health.cause}`;
  return health?.slow ? "slow" : "well";
}

test.each<[string, Partial<ReceiverAnswer>, number, Shown]>([
  ["a success", { status: 202 }, 1, "well"],
  ["a success that took long", { status: 202, durationMs: 5_001 }, 1, "slow"],
  ["a time-out", { error: "timed-out" }, 1, "slow"],
  ["a first failure", { status: 500 }, 1, "well"],
  ["a second failure", { status: 500 }, 2, "slow"],
  ["a first refused connection", { error: "unreachable" }, 1, "well"],
  ["a second 429", { status: 429 }, 2, "slow"],
  ["a flow that is off", OFF, 1, "dormant: flow-off"],
  ["a flow that was deleted", { status: 404, errorCode: "WorkflowNotFound" }, 1, "dormant: flow-deleted"],
  [
    "an old version of a flow",
    { status: 404, errorCode: "WorkflowTriggerVersionNotFound" },
    4,
    "dormant: flow-deleted",
  ],
  ["a 410", { status: 410 }, 1, "dormant: gone"],
  ["a first 401", { status: 401 }, 1, "well"],
  ["a third 401", { status: 401 }, 3, "dormant: unauthorized"],
  ["a third 403", { status: 403 }, 3, "dormant: unauthorized"],
  ["a schema mismatch", { status: 400, errorCode: "TriggerInputSchemaMismatch" }, 5, "well"],
  ["a last failure", { status: 500 }, 12, "slow"],
])("after %s the subscription is %s", (_, answer, attempt, shown) => {
  const next = nextHealth(undefined, aRecord(answer, attempt), SLOW_ANSWER_MS);
  expect(show(next)).toBe(shown);
  expect(show(nextHealth(WELL, aRecord(answer, attempt), SLOW_ANSWER_MS))).toBe(shown);
});

test.each<[string, Health, Partial<ReceiverAnswer>, number]>([
  ["a success of one that is well", WELL, { status: 200 }, 1],
  ["a failure of one that is slow", SLOW, { status: 500 }, 2],
  ["another time-out", SLOW, { error: "timed-out" }, 1],
  ["a schema mismatch of one that is slow", SLOW, { status: 400, errorCode: "TriggerInputSchemaMismatch" }, 1],
  ["a flow that is still off", DORMANT, OFF, 1],
  ["another stop code of one that is dormant", DORMANT, { status: 410 }, 1],
  ["a failure of one that is dormant", DORMANT, { status: 500 }, 1],
])("%s changes nothing, so nothing is written", (_, health, answer, attempt) => {
  expect(nextHealth(health, aRecord(answer, attempt, 0, health), SLOW_ANSWER_MS)).toBeUndefined();
});

test.each([DORMANT, SLOW, { ...DORMANT, slow: true }])("a success makes %j well again", (health) => {
  const next = nextHealth(health, aRecord({ status: 202 }), SLOW_ANSWER_MS);
  expect(next).toEqual({ state: "active", slow: false, changedAt: addSeconds(START, 0) });
});

test("a time-out leaves one that is dormant dormant, since when it was", () => {
  expect(nextHealth(DORMANT, aRecord({ error: "timed-out" }), SLOW_ANSWER_MS)).toEqual({
    ...DORMANT,
    slow: true,
    changedAt: addSeconds(START, 0),
  });
});

test("a delivery that was dropped says nothing of a subscription", () => {
  const { answer: _, ...gone } = aRecord({});
  const dropped: AttemptRecord = { ...gone, verdict: { outcome: "dropped", cause: "subscription-gone" } };
  expect(nextHealth(SLOW, dropped, SLOW_ANSWER_MS)).toBeUndefined();
});

const anAnswer = fc.constantFrom<Partial<ReceiverAnswer>>(
  { status: 202 },
  { status: 202, durationMs: 9_000 },
  { status: 500 },
  { status: 401 },
  { status: 410 },
  OFF,
  { error: "timed-out" },
  { status: 400, errorCode: "TriggerInputSchemaMismatch" },
);
const anAttempt = fc.record({ answer: anAnswer, attempt: fc.integer({ min: 1, max: 12 }), seconds: fc.nat(30) });

/** Each attempt judged on what was stored then. */
function live(attempts: readonly AttemptRecord[]): Health | undefined {
  return attempts.reduce<Health | undefined>(
    (health, record) => nextHealth(health, record, SLOW_ANSWER_MS) ?? health,
    undefined,
  );
}

test("whatever order attempts are seen in, however often, an older one never undoes what a later one changed", () => {
  fc.assert(
    fc.property(fc.array(anAttempt, { maxLength: 12 }), (attempts) => {
      let changedAt = EARLIER;
      let health: Health | undefined;
      for (const { answer, attempt, seconds } of attempts) {
        health = nextHealth(health, aRecord(answer, attempt, seconds, health), SLOW_ANSWER_MS) ?? health;
        expect((health?.changedAt ?? changedAt) >= changedAt).toBe(true);
        changedAt = health?.changedAt ?? changedAt;
      }
    }),
  );
});

test("an attempt that is seen twice counts once", () => {
  fc.assert(
    fc.property(fc.array(anAttempt, { maxLength: 12 }), (attempts) => {
      const once = attempts.map(({ answer, attempt }, index) => aRecord(answer, attempt, index));
      expect(live(once.flatMap((each) => [each, each]))).toEqual(live(once));
    }),
  );
});

test("whatever happened before, a quick success is all it takes to be well", () => {
  fc.assert(
    fc.property(fc.array(anAttempt, { maxLength: 12 }), (attempts) => {
      const before = attempts.map(({ answer, attempt, seconds }) => aRecord(answer, attempt, seconds));
      expect(show(live([...before, aRecord({ status: 200 }, 1, 60)]))).toBe("well");
    }),
  );
});

test("a first failure since a redrive may be a hiccup, however many attempts were made before it", () => {
  const record = aRecord({ status: 500 }, 13);
  const redriven = { ...record, reference: { ...record.reference, redrivenAfter: 12 } };
  expect(show(nextHealth(WELL, redriven, SLOW_ANSWER_MS))).toBe("well");
});
