import * as fc from "fast-check";
import { deliverChunk } from "../../shared/delivery/deliverChunk";
import { awaitsDeadLetters, planDeadLetters, planRequeues, requeueSeconds } from "../../shared/delivery/followUps";
import { type Chunk, type Lane, type ReceiverAnswer, type Verdict } from "../../shared/model/delivery";
import { addSeconds } from "../../shared/model/instant";
import { aChunk } from "../builders/aChunk";
import { aDeath } from "../builders/aDeath";
import { aKey } from "../builders/aSubscription";
import { anInstant } from "../builders/anInstant";
import { CHUNK, TASK, aWorldWith, answering, retryId } from "./chunkWorld";
import { type WorldDeps, depsOf } from "./deliveryWorld";

describe("followUps", () => {
  const DUE_AT = anInstant("2026-11-20T10:00:20Z");

  test("the dead of a chunk wait in one chunk, whose id is derived, with all their attempts", () => {
    const [a, b] = [aKey("a"), aKey("b")];
    const records = [
      aDeath({ reference: { subscription: a, attemptsBefore: 0 }, attempt: 1 }),
      aDeath({ reference: { subscription: b, attemptsBefore: 11 }, attempt: 12 }),
    ];
    const [awaiting, ...more] = planDeadLetters(aChunk({ chunkId: "page-00000-03" }), records, DUE_AT);
    expect(more).toEqual([]);
    expect(awaiting).toMatchObject({ chunkId: `dead-page-00000-03-${a.random}`, claims: 0, dueAt: DUE_AT });
    expect(awaiting?.references).toEqual([
      { subscription: a, attemptsBefore: 1 },
      { subscription: b, attemptsBefore: 12 },
    ]);
    expect(awaiting && awaitsDeadLetters(awaiting)).toBe(true);
  });

  test("a chunk that is recorded in parts has a chunk of dead letters for each part", () => {
    const ids = ["a", "b"].flatMap((name) => {
      const reference = { subscription: aKey(name), attemptsBefore: 0 };
      return planDeadLetters(aChunk(), [aDeath({ reference })], DUE_AT).map(({ chunkId }) => chunkId);
    });
    expect(new Set(ids).size).toBe(2);
  });

  test.each<Verdict>([
    { outcome: "delivered" },
    { outcome: "retrying", delaySeconds: 5 },
    { outcome: "dropped", cause: "subscription-gone" },
  ])("what %j has no dead letter", (verdict) => {
    expect(planDeadLetters(aChunk(), [aDeath({ verdict })], DUE_AT)).toEqual([]);
  });

  test.each(["page-00000-00", "retry-dead-000000000000000-001"])("chunk %s awaits none", (chunkId) => {
    expect(awaitsDeadLetters(aChunk({ chunkId }))).toBe(false);
  });

  const DUE = anInstant();
  const TASK_CHUNK_ID = /^[\w-]{1,100}$/;
  const RETRY = `retry-${aKey().random}-003`;

  function putBack(chunk: Chunk, ...lanes: Lane[]): readonly Chunk[] {
    const waiting = lanes.map((lane) => ({ reference: { subscription: aKey(), attemptsBefore: 2 }, lane }));
    return planRequeues(chunk, waiting, DUE);
  }

  test.each<[string, Lane, Lane[], string[]]>([
    ["page-00003-07", "normal", ["normal", "normal"], ["page-00003-07-w1"]],
    ["page-00003-07-w1", "normal", ["normal"], ["page-00003-07-w2"]],
    ["page-00003-07-w1", "normal", ["normal", "slow"], ["page-00003-07-w2", "page-00003-07-w1-slow-w2"]],
    ["page-00003-07-w1-slow-w2", "slow", ["slow"], ["page-00003-07-w1-slow-w3"]],
    [RETRY, "slow", ["slow"], [`${RETRY}-w1`]],
  ])("of %s in the %s lane, %j are put back as %j", (chunkId, lane, waiting, ids) => {
    const chunks = putBack(aChunk({ chunkId, lane }), ...waiting);
    expect(chunks.map((each) => each.chunkId)).toEqual(ids);
    expect(chunks.flatMap(({ references }) => references)).toHaveLength(waiting.length);
    expect(chunks.every(({ claims, requeues, dueAt }) => claims === 0 && requeues === 0 && dueAt === DUE)).toBe(true);
  });

  test("however often and in whatever lanes a chunk is put back, no id comes twice, and all fit a task", () => {
    const aRound = fc.array(fc.subarray<Lane>(["normal", "slow"]), { maxLength: 12 });
    fc.assert(
      fc.property(fc.constantFrom("page-99999-63", RETRY), aRound, (chunkId, rounds) => {
        const ids = [chunkId];
        let open: readonly Chunk[] = [aChunk({ chunkId })];
        for (const lanes of rounds) {
          // What is slow stays so: its lane changes once.
          open = open.flatMap((chunk) => putBack(chunk, ...(chunk.lane === "slow" ? (["slow"] as const) : lanes)));
          ids.push(...open.map((each) => each.chunkId));
        }
        expect(new Set(ids).size).toBe(ids.length);
        expect(ids.filter((id) => !TASK_CHUNK_ID.test(id))).toEqual([]);
      }),
    );
  });

  test.each([
    ["page-00000-00", 0.5, 1.5],
    ["page-00000-00-w1", 1, 3],
    ["page-00000-00-w5", 16, 48],
    ["page-00000-00-w6", 30, 90],
    ["page-00000-00-w900", 30, 90],
  ])("%s waits for %s to %s seconds", (chunkId, least, most) => {
    expect(requeueSeconds(chunkId, 0)).toBe(least);
    expect(requeueSeconds(chunkId, 1)).toBe(most);
  });
});

/** Receivers of these names have no turn; the others accept. */
function withoutTurn(...names: string[]): Partial<WorldDeps> {
  const accepted: ReceiverAnswer = { status: 202, durationMs: 1 };
  return {
    post: ({ url }) =>
      Promise.resolve(names.includes(new URL(url).hostname.split(".")[0] ?? "") ? "host-busy" : accepted),
    random: () => 0.5,
  };
}

test("deliveries that found no turn are put back together, a little later, and no attempt is counted", async () => {
  const world = aWorldWith(["a", "busy1", "busy2"], 2);
  await deliverChunk(TASK, depsOf(world, withoutTurn("busy1", "busy2")));
  expect(world.records.map(({ attempt, verdict }) => ({ attempt, ...verdict }))).toEqual([
    { attempt: 3, outcome: "delivered" },
    { attempt: 2, outcome: "waiting", delaySeconds: 1 },
    { attempt: 2, outcome: "waiting", delaySeconds: 1 },
  ]);
  const chunkId = `${CHUNK.chunkId}-w1`;
  expect([...world.chunks.values()].map(({ chunk }) => chunk)).toEqual([
    {
      ...CHUNK,
      chunkId,
      references: ["busy1", "busy2"].map((name) => ({
        subscription: aKey(name),
        attemptsBefore: 2,
        connection: "connection-1",
      })),
      dueAt: addSeconds(world.now, 21),
    },
  ]);
  expect(world.deliveries).toEqual([{ task: { ...TASK, chunkId, claim: 1 }, delaySeconds: 1 }]);
});

test("an attempt that found no turn is made later under its own number, and its retry follows it", async () => {
  const world = aWorldWith(["a"]);
  await deliverChunk(TASK, depsOf(world, withoutTurn("a")));
  world.answer = () => Promise.resolve({ status: 500, durationMs: 1 });
  await deliverChunk({ ...TASK, chunkId: `${CHUNK.chunkId}-w1` }, depsOf(world));
  expect(world.records.at(-1)).toMatchObject({ attempt: 1, verdict: { outcome: "retrying" } });
  expect([...world.chunks.keys()]).toEqual([retryId("a", 1)]);
});

test("having no turn says nothing of a subscription's health", async () => {
  const world = aWorldWith(["a"], 5);
  await deliverChunk(TASK, depsOf(world, withoutTurn("a")));
  expect(world.writes).not.toContain("saved health");
  expect(world.lines.map(({ name }) => name)).toEqual(["chunk.delivered"]);
});

test("what waits at a slow subscription's host waits in the slow lane, apart from the rest", async () => {
  const world = aWorldWith(["slow", "quick"]);
  const { random } = aKey("slow");
  const subscription = world.subscriptions.get(random);
  if (!subscription) throw new Error("no subscription");
  const health = { state: "active", slow: true, changedAt: addSeconds(world.now, -60) } as const;
  world.subscriptions.set(random, { ...subscription, health });
  await deliverChunk(TASK, depsOf(world, withoutTurn("slow", "quick")));
  expect(world.deliveries.map(({ task, lane }) => [task.chunkId, lane])).toEqual([
    [`${CHUNK.chunkId}-w1`, undefined],
    [`${CHUNK.chunkId}-slow-w1`, "slow"],
  ]);
});

describe("a delay that is longer than a queue allows", () => {
  const DAY = 86_400;
  const RETRY = { ...TASK, chunkId: retryId("a", 1) };

  test.each([
    [7 * DAY, 7 * DAY, false],
    [7 * DAY + 1, 7 * DAY + 1, true],
  ])("a retry after %i seconds is due then", async (wait, delaySeconds, isLong) => {
    const world = aWorldWith(["a"]);
    world.answer = answering({ a: { status: 500 } });
    await deliverChunk(TASK, depsOf(world, { retrySchedule: [wait], random: () => 0.5 }));
    expect(world.deliveries).toEqual([{ task: RETRY, delaySeconds }]);
    const { dueAt, notBefore } = world.chunks.get(RETRY.chunkId)?.chunk ?? {};
    expect(dueAt).toBe(addSeconds(world.now, wait + 20));
    expect(notBefore).toBe(isLong ? addSeconds(world.now, wait) : undefined);
  });

  test("a retry that is further ahead than a queue can hold it is queued again for the rest, then made once", async () => {
    const world = aWorldWith(["a"]);
    world.answer = answering({ a: { status: 500 } });
    const deps = depsOf(world, { retrySchedule: [7 * DAY], random: () => 1 - Number.EPSILON });
    await deliverChunk(TASK, deps);
    const [first] = world.deliveries.splice(0);
    expect(first?.delaySeconds).toBe(725_760);
    world.now = new Date(world.now.getTime() + 7 * DAY * 1_000);
    world.answer = answering({ a: { status: 202 } });
    await deliverChunk(RETRY, deps);
    expect(world.posts).toHaveLength(1);
    expect(world.deliveries).toEqual([{ task: RETRY, delaySeconds: 120_960 }]);
    expect(world.lines.at(-1)).toMatchObject({ name: "chunk.delivered", outcome: "early" });
    world.now = new Date(world.now.getTime() + 120_960_000);
    await deliverChunk(RETRY, deps);
    await deliverChunk(RETRY, deps);
    expect(world.records.at(-1)).toMatchObject({ attempt: 2, verdict: { outcome: "delivered" } });
    expect(world.posts).toHaveLength(2);
  });

  test("there is one attempt more than the schedule has waits", async () => {
    const world = aWorldWith(["a"], 1);
    world.answer = answering({ a: { status: 500 } });
    await deliverChunk(TASK, depsOf(world, { retrySchedule: [5] }));
    expect(world.records).toMatchObject([{ attempt: 2, verdict: { outcome: "dead", cause: "attempts-used-up" } }]);
  });
});
