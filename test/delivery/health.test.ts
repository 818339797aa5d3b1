import * as fc from "fast-check";
import { deliverChunk, deliverSlowChunk } from "../../shared/delivery/deliverChunk";
import { dispatchEvent } from "../../shared/delivery/dispatchEvent";
import { nextHealth } from "../../shared/delivery/health";
import { RETRY_SCHEDULE_SECONDS, applyDormancy, decideVerdict } from "../../shared/delivery/retryPolicy";
import { sweep } from "../../shared/delivery/sweep";
import { type AttemptRecord, type ReceiverAnswer } from "../../shared/model/delivery";
import { toReference } from "../../shared/model/event";
import { addSeconds } from "../../shared/model/instant";
import { type Health } from "../../shared/model/subscription";
import { aStoredChunk } from "../builders/aChunk";
import { aPending } from "../builders/aPending";
import { aKey } from "../builders/aSubscription";
import { anEvent } from "../builders/anEvent";
import { SECRET, TASK, aWorldWith, answering, retryId } from "./chunkWorld";
import { type World, aWorld, depsOf } from "./deliveryWorld";

describe("health", () => {
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
    return {
      reference: { subscription: aKey(), attemptsBefore: attempt - 1 },
      attempt,
      endedAt,
      verdict,
      answer: full,
    };
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
});

describe("dormancy", () => {
  const OFF = { status: 400, errorCode: "WorkflowTriggerIsNotEnabled" };

  function healthOf(world: World, name = "a"): Health | undefined {
    return world.subscriptions.get(aKey(name).random)?.health;
  }

  /** The health that an attempt a minute earlier has left. */
  function aDormantWorld(): World {
    const world = aWorldWith(["a"]);
    const changedAt = addSeconds(world.now, -60);
    const { random } = aKey("a");
    const subscription = world.subscriptions.get(random);
    if (!subscription) throw new Error("no subscription");
    const health = { state: "dormant", dormantSince: changedAt, cause: "flow-off", slow: false, changedAt } as const;
    world.subscriptions.set(random, { ...subscription, health });
    return world;
  }

  test.each<[Partial<ReceiverAnswer>, string]>([
    [OFF, "flow-off"],
    [{ status: 404, errorCode: "WorkflowNotFound" }, "flow-deleted"],
    [{ status: 410 }, "gone"],
  ])("after %j the delivery has ended and the subscription is dormant", async (answer, cause) => {
    const world = aWorldWith(["a", "b"]);
    world.answer = answering({ a: answer, b: { status: 202 } });
    await deliverChunk(TASK, depsOf(world));
    expect(world.writes).toEqual(["claimed", "post", "post", "recorded", "saved health", "stored dead letters"]);
    expect(healthOf(world)).toMatchObject({ state: "dormant", cause, dormantSince: addSeconds(world.now, 0) });
    expect(healthOf(world, "b")).toBeUndefined();
  });

  test.each<Partial<ReceiverAnswer>>([{ status: 500 }, { error: "timed-out" }, { status: 429, retryAfterSeconds: 60 }])(
    "a dormant subscription has one try: %j ends the delivery",
    async (answer) => {
      const world = aDormantWorld();
      world.answer = answering({ a: answer });
      await deliverChunk(TASK, depsOf(world));
      expect(world.records).toMatchObject([{ attempt: 1, verdict: { outcome: "dead", cause: "dormant" } }]);
      expect(world.deliveries).toEqual([]);
      expect(healthOf(world)).toMatchObject({ state: "dormant", cause: "flow-off" });
    },
  );

  test("a dormant subscription that answers as before keeps its row as it is", async () => {
    const world = aDormantWorld();
    world.answer = answering({ a: OFF });
    await deliverChunk(TASK, depsOf(world));
    expect(world.records).toMatchObject([{ verdict: { outcome: "dead", cause: "flow-off" } }]);
    expect(world.writes).not.toContain("saved health");
  });

  test("a success revives", async () => {
    const world = aDormantWorld();
    await deliverChunk(TASK, depsOf(world));
    expect(world.records).toMatchObject([{ verdict: { outcome: "delivered" } }]);
    expect(healthOf(world)).toEqual({ state: "active", slow: false, changedAt: addSeconds(world.now, 0) });
  });

  test("one line tells what became of the subscription, and no secret", async () => {
    const world = aWorldWith(["a"]);
    world.answer = answering({ a: OFF });
    await deliverChunk(TASK, depsOf(world));
    const lines = world.lines.filter(({ name }) => name === "subscription.judged");
    expect(lines).toEqual([expect.objectContaining({ state: "dormant", cause: "flow-off", outcome: "saved" })]);
    expect(JSON.stringify(lines)).not.toContain(SECRET);
    expect(JSON.stringify(lines)).not.toContain(aKey("a").random);
  });

  test("invariant 5: health that cannot be stored fails nothing: the delivery has ended", async () => {
    const world = aWorldWith(["a"]);
    world.answer = answering({ a: OFF });
    await deliverChunk(TASK, depsOf(world, { saveHealth: () => Promise.reject(new Error("storage is away")) }));
    expect(world.records).toMatchObject([{ verdict: { outcome: "dead", cause: "flow-off" } }]);
    expect(world.lines).toContainEqual(expect.objectContaining({ name: "subscription.judged", outcome: "lost" }));
  });

  test("invariant 6: whoever lost the lease judges no subscription: whoever has it does", async () => {
    const world = aWorldWith(["a"]);
    world.answer = answering({ a: OFF });
    await deliverChunk(TASK, depsOf(world, { recordAttempts: () => Promise.resolve({ outcome: "lost" }) }));
    expect(healthOf(world)).toBeUndefined();
  });
});

const EVENT = toReference(anEvent());

function setHealth(world: World, name: string, health: Partial<Health>): void {
  const { random } = aKey(name);
  const subscription = world.subscriptions.get(random);
  if (!subscription) throw new Error(`no subscription ${name}`);
  const changedAt = addSeconds(world.now, -60);
  world.subscriptions.set(random, {
    ...subscription,
    health: { state: "active", slow: false, changedAt, ...health } as Health,
  });
}

test("an event goes to slow subscriptions through the slow lane, to the others as ever", async () => {
  const matches = ["a", "b", "c"].map((name) => ({ key: aKey(name), afterSequence: 0, slow: name === "b" }));
  const world = aWorld({ pending: aPending(), matches });
  await dispatchEvent(EVENT, depsOf(world));
  expect(world.deliveries).toEqual([
    { task: { ...EVENT, chunkId: "page-00000-00", claim: 1 }, delaySeconds: 0 },
    { task: { ...EVENT, chunkId: "page-00000-01", claim: 1 }, delaySeconds: 0, lane: "slow" },
  ]);
  expect(world.chunks.get("page-00000-01")?.chunk.references.map(({ subscription }) => subscription)).toEqual([
    aKey("b"),
  ]);
});

test.each<[string, Partial<ReceiverAnswer>, boolean, number, "slow" | undefined]>([
  ["a time-out", { error: "timed-out" }, false, 0, "slow"],
  ["a first failure", { status: 500 }, false, 0, undefined],
  ["a second failure", { status: 500 }, false, 1, "slow"],
  ["a failure of one that is slow", { status: 500 }, true, 0, "slow"],
])("after %s the retry goes to the lane that the subscription's health calls for", async (...row) => {
  const [, answer, slow, attemptsBefore, lane] = row;
  const world = aWorldWith(["a"], attemptsBefore);
  if (slow) setHealth(world, "a", { slow });
  world.answer = answering({ a: answer });
  await deliverChunk(TASK, depsOf(world));
  expect(world.deliveries.map((each) => each.lane)).toEqual([lane]);
  expect(world.chunks.get(retryId("a", attemptsBefore + 1))?.chunk.lane).toBe(lane ?? "normal");
});

test("the sweep queues a lost chunk in its own lane", async () => {
  const world = aWorld({ pending: aPending({ handedOver: true, pages: 1 }) });
  const due = addSeconds(world.now, -1);
  world.chunks.set("page-00000-00", aStoredChunk({ dueAt: due }));
  world.chunks.set("page-00000-01", aStoredChunk({ chunkId: "page-00000-01", lane: "slow", dueAt: due }));
  await sweep(depsOf(world));
  expect(world.deliveries.map(({ lane }) => lane)).toEqual([undefined, "slow"]);
});

test("a chunk of the slow lane has that lane's lease and deadline", async () => {
  const world = aWorldWith(["a"]);
  const deps = depsOf(world);
  const claimChunk = jest.fn(deps.claimChunk);
  const post = jest.fn(() => Promise.resolve({ status: 202, durationMs: 29_000 }));
  await deliverSlowChunk(TASK, { ...deps, claimChunk, slowLane: { post, leaseSeconds: 35 } });
  expect(claimChunk).toHaveBeenCalledWith(TASK, addSeconds(world.now, 35));
  expect(post).toHaveBeenCalledTimes(1);
  expect(world.posts).toEqual([]);
  expect(world.records).toMatchObject([{ verdict: { outcome: "delivered" } }]);
});

test("one that answers late in the slow lane stays there; one that answers soon leaves it", async () => {
  const world = aWorldWith(["late", "soon"]);
  for (const name of ["late", "soon"]) setHealth(world, name, { slow: true });
  world.answer = answering({ late: { status: 200, durationMs: 9_000 }, soon: { status: 200, durationMs: 40 } });
  await deliverChunk(TASK, depsOf(world));
  const isSlow = (name: string): boolean | undefined => world.subscriptions.get(aKey(name).random)?.health?.slow;
  expect([isSlow("late"), isSlow("soon")]).toEqual([true, false]);
});
