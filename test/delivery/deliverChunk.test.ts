import { deliverChunk } from "../../shared/delivery/deliverChunk";
import { type ReceiverAnswer } from "../../shared/model/delivery";
import { CodedError } from "../../shared/model/errors";
import { toReference } from "../../shared/model/event";
import { addSeconds } from "../../shared/model/instant";
import { aKey } from "../builders/aSubscription";
import { anEvent } from "../builders/anEvent";
import { CHUNK, SECRET, TASK, aWorldWith, answering, retryId } from "./chunkWorld";
import { type World, depsOf } from "./deliveryWorld";

test("invariant 6: a chunk is claimed before its POSTs, which are recorded when all have ended", async () => {
  const world = aWorldWith(["a", "b"]);
  await deliverChunk(TASK, depsOf(world));
  expect(world.writes).toEqual(["claimed", "post", "post", "recorded"]);
  expect(world.chunks.size).toBe(0);
  expect(world.records.map(({ attempt, verdict }) => ({ attempt, ...verdict }))).toEqual([
    { attempt: 1, outcome: "delivered" },
    { attempt: 1, outcome: "delivered" },
  ]);
});

test("invariant 6: the claim holds for the lease, counted from now", async () => {
  const world = aWorldWith(["a"]);
  const claimChunk = jest.fn(() => Promise.resolve({ outcome: "stale" } as const));
  await deliverChunk(TASK, depsOf(world, { claimChunk, leaseSeconds: 45 }));
  expect(claimChunk).toHaveBeenCalledWith(TASK, addSeconds(world.now, 45));
});

test.each([0, 2, 3])("invariant 6: a task for claim %i, where claim 1 is next, posts nothing", async (claim) => {
  const world = aWorldWith(["a"]);
  await deliverChunk({ ...TASK, claim }, depsOf(world));
  expect(world.posts).toEqual([]);
  expect(world.records).toEqual([]);
  expect(world.lines).toEqual([expect.objectContaining({ name: "chunk.delivered", outcome: "stale", claim })]);
});

test("invariant 6: of the same task twice at the same time one posts", async () => {
  const world = aWorldWith(["a"]);
  await Promise.all([deliverChunk(TASK, depsOf(world)), deliverChunk(TASK, depsOf(world))]);
  expect(world.posts).toHaveLength(1);
});

test("a task for a purged event claims and posts nothing", async () => {
  const world = aWorldWith(["a"]);
  world.event = undefined;
  await deliverChunk(TASK, depsOf(world));
  expect(world.writes).toEqual([]);
});

test("a delivery to a subscription that is gone is dropped without a POST, the others are made", async () => {
  const world = aWorldWith(["gone", "b"]);
  world.subscriptions.delete(aKey("gone").random);
  await deliverChunk(TASK, depsOf(world));
  expect(world.posts).toHaveLength(1);
  expect(world.records.map(({ verdict }) => verdict)).toEqual([
    { outcome: "dropped", cause: "subscription-gone" },
    { outcome: "delivered" },
  ]);
});

test("invariant 6: when a subscription cannot be loaded nothing is posted, so nothing will be posted twice", async () => {
  const world = aWorldWith(["a", "b"]);
  const { loadSubscription } = depsOf(world);
  const fault = new Error("storage is away");
  const failing: typeof loadSubscription = (key) =>
    key.random === aKey("b").random ? Promise.reject(fault) : loadSubscription(key);
  await expect(deliverChunk(TASK, depsOf(world, { loadSubscription: failing }))).rejects.toBe(fault);
  expect(world.posts).toEqual([]);
});

test("all POSTs of a chunk are under way at once", async () => {
  const world = aWorldWith(["a", "b", "c"]);
  const ends: (() => void)[] = [];
  world.answer = () =>
    new Promise((resolve) => {
      ends.push(() => resolve({ status: 200, durationMs: 1 }));
      if (ends.length === 3) for (const end of ends) end();
    });
  await deliverChunk(TASK, depsOf(world));
  expect(world.records).toHaveLength(3);
});

test.each<[string, Partial<ReceiverAnswer>, number]>([
  ["answers 500", { status: 500 }, 4],
  ["answers 429 and asks for an hour", { status: 429, retryAfterSeconds: 3_600 }, 3_600],
  ["does not answer", { error: "timed-out" }, 4],
  ["is not there", { error: "unreachable" }, 4],
  ["answers 302", { status: 302 }, 4],
])(
  "invariant 5: a receiver that %s does not fail the task; its retry is stored, then queued with its delay",
  async (_, answer, delaySeconds) => {
    const world = aWorldWith(["ok", "bad"]);
    world.answer = answering({ ok: { status: 200 }, bad: answer });
    await deliverChunk(TASK, depsOf(world));
    const writes = world.writes.filter((each) => each !== "saved health");
    expect(writes).toEqual(["claimed", "post", "post", "recorded", "queued delivery"]);
    const lane = answer.error === "timed-out" ? "slow" : "normal";
    expect([...world.chunks.values()]).toEqual([
      {
        version: "1",
        chunk: {
          event: TASK_EVENT,
          chunkId: retryId("bad", 1),
          references: [{ subscription: aKey("bad"), attemptsBefore: 1, connection: "connection-1" }],
          lane,
          claims: 0,
          requeues: 0,
          dueAt: addSeconds(world.now, delaySeconds + 20),
        },
      },
    ]);
    expect(world.deliveries).toMatchObject([{ task: { ...TASK, chunkId: retryId("bad", 1), claim: 1 }, delaySeconds }]);
  },
);

const TASK_EVENT = toReference(anEvent());

test.each<[Partial<ReceiverAnswer>, string]>([
  [{ status: 410 }, "gone"],
  [{ status: 404, errorCode: "WorkflowNotFound" }, "flow-deleted"],
  [{ status: 400, errorCode: "WorkflowTriggerIsNotEnabled" }, "flow-off"],
])("invariant 5: %j ends the delivery without a retry and without a fault", async (answer, cause) => {
  const world = aWorldWith(["a"]);
  world.answer = answering({ a: answer });
  await deliverChunk(TASK, depsOf(world));
  expect(world.records).toMatchObject([{ attempt: 1, verdict: { outcome: "dead", cause } }]);
  expect(world.writes).toEqual(["claimed", "post", "recorded", "saved health", "stored dead letters"]);
});

test("invariant 5: when queueing the retry fails, its row is there for the sweep", async () => {
  const world = aWorldWith(["a"]);
  world.answer = answering({ a: { status: 503 } });
  const fault = new Error("the queue is away");
  await expect(deliverChunk(TASK, depsOf(world, { queueDelivery: () => Promise.reject(fault) }))).rejects.toBe(fault);
  expect(world.records).toMatchObject([{ verdict: { outcome: "retrying", delaySeconds: 30 } }]);
  expect(world.chunks.get(retryId("a", 1))?.chunk).toMatchObject({ claims: 0, dueAt: addSeconds(world.now, 50) });
});

test("invariant 6: whoever lost the lease queues no retry", async () => {
  const world = aWorldWith(["a"]);
  world.answer = answering({ a: { status: 500 } });
  await deliverChunk(TASK, depsOf(world, { recordAttempts: () => Promise.resolve({ outcome: "lost" }) }));
  expect(world.deliveries).toEqual([]);
  expect(world.lines.at(-1)).toMatchObject({ name: "chunk.delivered", outcome: "lost" });
});

test("attempts count those of earlier chunks and earlier claims", async () => {
  const world = aWorldWith(["a"], 3);
  world.chunks.set(CHUNK.chunkId, {
    chunk: { ...(world.chunks.get(CHUNK.chunkId)?.chunk ?? CHUNK), claims: 1 },
    version: "1",
  });
  world.answer = answering({ a: { status: 500 } });
  await deliverChunk({ ...TASK, claim: 2 }, depsOf(world));
  expect(world.records).toMatchObject([{ attempt: 5, verdict: { outcome: "retrying" } }]);
  expect([...world.chunks.keys()]).toEqual([retryId("a", 5)]);
});

test("one line per attempt and one per chunk tell what happened, and no secret", async () => {
  const world = aWorldWith(["ok", "bad"]);
  world.answer = answering({ ok: { status: 202 }, bad: { status: 500, durationMs: 7 } });
  await deliverChunk(TASK, depsOf(world));
  expect(world.lines.map(({ name }) => name)).toEqual(["delivery.attempted", "delivery.attempted", "chunk.delivered"]);
  expect(world.lines[1]).toMatchObject({
    trigger: "data-source-refresh-failed",
    attempt: 1,
    outcome: "retrying",
    status: 500,
    nextAttemptAt: addSeconds(world.now, 4),
  });
  expect(world.lines[2]).toMatchObject({ outcome: "recorded", deliveries: 2, claim: 1 });
  const text = JSON.stringify(world.lines);
  expect(text).not.toContain(SECRET);
  expect(text).not.toContain(aKey("ok").random);
});

test.each([
  ["2.5 s", 2_500, 1],
  ["more", 2_501, 0],
])(
  "invariant 6: where %s passed since the claim, a slow store has used it up: nothing is posted",
  async (_, ms, posts) => {
    const world = aWorldWith(["a"]);
    const { loadSubscription } = depsOf(world);
    const slow: typeof loadSubscription = (key) => {
      world.now = new Date(world.now.getTime() + ms);
      return loadSubscription(key);
    };
    await deliverChunk(TASK, depsOf(world, { loadSubscription: slow }));
    expect(world.posts).toHaveLength(posts);
    expect(world.records).toHaveLength(posts);
  },
);

test("what a slow store has made late is queued for when its lease has ended on every host's clock", async () => {
  const world = aWorldWith(["a"]);
  const { loadSubscription } = depsOf(world);
  const slow: typeof loadSubscription = (key) => {
    world.now = new Date(world.now.getTime() + 3_000);
    return loadSubscription(key);
  };
  await deliverChunk(TASK, depsOf(world, { loadSubscription: slow, leaseSeconds: 15 }));
  expect(world.deliveries).toEqual([expect.objectContaining({ delaySeconds: 13 })]);
  expect(world.lines).toEqual([expect.objectContaining({ name: "chunk.delivered", outcome: "late" })]);
  const [again] = world.deliveries;
  world.now = new Date(world.now.getTime() + 13_000);
  await deliverChunk(again?.task ?? TASK, depsOf(world));
  expect(world.records.map(({ attempt }) => attempt)).toEqual([2]);
});

function failingFor(name: string, error: Error, world: World): Parameters<typeof deliverChunk>[1] {
  const deps = depsOf(world);
  return {
    ...deps,
    loadSubscription: (key) => (key.random === aKey(name).random ? Promise.reject(error) : deps.loadSubscription(key)),
  };
}

test("a subscription that cannot be read keeps no other of its chunk from being called", async () => {
  const world = aWorldWith(["a", "b", "c"]);
  const error = new CodedError("undecryptable", "no encryption key named 'old'");
  await expect(deliverChunk(TASK, failingFor("b", error, world))).rejects.toBe(error);
  expect(world.posts.map(({ url }) => new URL(url).hostname[0])).toEqual(["a", "c"]);
  const outcomes = world.records.map(({ reference, verdict }) => [reference.subscription.random, verdict.outcome]);
  expect(Object.fromEntries(outcomes)).toEqual({
    [aKey("a").random]: "delivered",
    [aKey("b").random]: "waiting",
    [aKey("c").random]: "delivered",
  });
});

test("invariant 6: it is tried again later, and that was no attempt", async () => {
  const world = aWorldWith(["a", "b"], 3);
  const error = new CodedError("invalid-row", "a row of another version");
  await expect(deliverChunk(TASK, failingFor("b", error, world))).rejects.toBe(error);
  expect([...world.chunks.values()].map(({ chunk }) => chunk)).toMatchObject([
    { chunkId: `${CHUNK.chunkId}-w1`, claims: 0, references: [{ subscription: aKey("b"), attemptsBefore: 3 }] },
  ]);
  expect(world.deliveries).toMatchObject([{ task: { chunkId: `${CHUNK.chunkId}-w1`, claim: 1 } }]);
});

test("while storage does not answer nobody is called: what is not loaded is told by nobody", async () => {
  const world = aWorldWith(["a", "b"]);
  const error = new CodedError("storage-unavailable", "Subscriptions cannot be reached");
  await expect(deliverChunk(TASK, failingFor("b", error, world))).rejects.toBe(error);
  expect(world.posts).toEqual([]);
});

test("the line of a retry's chunk hides the random part of its subscription, which its id has in it", async () => {
  const world = aWorldWith(["a"]);
  world.answer = answering({ a: { status: 500 } });
  await deliverChunk(TASK, depsOf(world));
  const chunkId = retryId("a", 1);
  await deliverChunk({ ...TASK, chunkId }, depsOf(world));
  await deliverChunk({ ...TASK, chunkId }, depsOf(world)); // stale
  const ids = world.lines.filter(({ name }) => name === "chunk.delivered").map((line) => line["chunkId"]);
  expect(ids).toEqual([CHUNK.chunkId, ...Array(2).fill(expect.stringMatching(/^retry-[0-9a-f]{12}-001$/))]);
  expect(JSON.stringify(world.lines)).not.toContain(aKey("a").random);
});
