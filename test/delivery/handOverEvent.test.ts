import { createDirectQuota } from "../../shared/delivery/directQuota";
import { handOverEvent } from "../../shared/delivery/handOverEvent";
import { toReference } from "../../shared/model/event";
import { addSeconds } from "../../shared/model/instant";
import { aPending } from "../builders/aPending";
import { aKey, aSubscription } from "../builders/aSubscription";
import { anEvent } from "../builders/anEvent";
import { type World, type WorldDeps, aWorld, depsOf, subscribed } from "./deliveryWorld";

const EVENT = anEvent();
const MARKER = aPending();

function aWorldWith(subscriptions: number, changes: Partial<World> = {}): World {
  const world = aWorld({ pending: MARKER, ...changes });
  for (let index = 0; index < subscriptions; index += 1) subscribed(world, aSubscription({ key: aKey(String(index)) }));
  return world;
}

function handOver(world: World, changes: Partial<WorldDeps> = {}): Promise<void> {
  return handOverEvent(EVENT, MARKER, depsOf(world, changes));
}

test("invariant 6: an event for one flow is stored as claimed, posted, recorded, and over, without a queue", async () => {
  const world = aWorldWith(1);
  await handOver(world);
  expect(world.writes).toEqual(["stored chunks", "post", "recorded", "removed pending"]);
  expect(world.records).toMatchObject([{ attempt: 1, verdict: { outcome: "delivered" } }]);
  expect(world.chunks.size).toBe(0);
});

test("invariant 6: what is called at once is stored with its claim, until the lease is over", async () => {
  const world = aWorldWith(1);
  const { storeChunks } = depsOf(world);
  const stored = jest.fn(storeChunks);
  await handOver(world, { storeChunks: stored });
  const [, planned] = stored.mock.calls[0] ?? [];
  expect(planned?.chunks).toMatchObject([{ claims: 1, lane: "normal", dueAt: addSeconds(world.now, 60) }]);
});

test("an event that nobody wants is over at once", async () => {
  const world = aWorldWith(0);
  await handOver(world);
  expect(world.writes).toEqual(["removed pending"]);
});

test("invariant 4: a marker that another dispatcher has moved stays, for it may have stored chunks", async () => {
  const world = aWorldWith(0, { pending: aPending({ version: "moved" }) });
  await handOver(world);
  expect(world.pending).toMatchObject({ version: "moved" });
});

test("invariant 4: a page that another dispatcher has stored is left to it", async () => {
  const world = aWorldWith(3);
  world.pages.set(0, { page: 0, chunks: [] });
  await handOver(world);
  expect(world.writes).toEqual(["found chunks"]);
  expect(world.posts).toEqual([]);
  expect(world.pending).toBe(MARKER);
});

test("of more chunks than there is room for the first are called, the others queued for their first claim", async () => {
  const world = aWorldWith(16 * 5);
  await handOver(world);
  expect(world.posts).toHaveLength(64);
  expect(world.deliveries).toEqual([
    { task: { ...toReference(EVENT), chunkId: "page-00000-04", claim: 1 }, delaySeconds: 0 },
  ]);
  expect(world.pending).toMatchObject({ handedOver: true, pages: 1 });
});

test("what follows the first page goes through the queue of events", async () => {
  const world = aWorldWith(20, { pageSize: 17 });
  await handOver(world);
  expect(world.posts).toHaveLength(17);
  expect(world.pending).toMatchObject({ handedOver: false, pages: 1, cursor: "17" });
  expect(world.dispatches).toEqual([toReference(EVENT)]);
});

test("a slow subscription's delivery is queued in its lane", async () => {
  const world = aWorldWith(1);
  const health = { state: "active", slow: true, changedAt: addSeconds(world.now, -60) } as const;
  subscribed(world, aSubscription({ key: aKey("slow"), health }));
  await handOver(world);
  expect(world.posts).toHaveLength(1);
  expect(world.deliveries).toMatchObject([{ task: { claim: 1 }, lane: "slow" }]);
  expect(world.pending).toMatchObject({ handedOver: true });
});

test("an event whose retry is open keeps its marker, which says that it is handed over", async () => {
  const world = aWorldWith(2);
  world.answer = () => Promise.resolve({ status: 500, durationMs: 1 });
  await handOver(world);
  expect(world.deliveries).toHaveLength(2);
  expect(world.pending).toMatchObject({ handedOver: true, pages: 1 });
});

test("where there is no room the event goes through its queue", async () => {
  const world = aWorldWith(1);
  await handOver(world, { directQuota: { enter: () => undefined } });
  expect(world.writes).toEqual(["queued dispatch"]);
});

test("room is given back when an event is over, also when it fails", async () => {
  const world = aWorldWith(1);
  const deps = depsOf(world, { recordAttempts: () => Promise.reject(new Error("away")) });
  for (let time = 0; time < 3; time += 1) {
    world.pages.clear();
    await expect(handOverEvent(EVENT, MARKER, deps)).rejects.toThrow("away");
  }
  expect(world.posts).toHaveLength(3);
});

test.each(["loadMatching", "storeChunks"] as const)(
  "invariant 4: when %s fails nothing is posted, and the event goes through its queue",
  async (name) => {
    const world = aWorldWith(1);
    await handOver(world, { [name]: () => Promise.reject(new Error("storage is away")) });
    expect(world.writes).toEqual(["queued dispatch"]);
    expect(world.lines).toMatchObject([
      { name: "event.dispatched", outcome: "queued", reason: "Error: storage is away" },
    ]);
  },
);

test("invariant 6: a store so slow that the lease is used up puts the chunks off until it has ended", async () => {
  const world = aWorldWith(1);
  const { storeChunks } = depsOf(world);
  await handOver(world, {
    storeChunks: (...asked) => {
      world.now = new Date(world.now.getTime() + 2_501);
      return storeChunks(...asked);
    },
  });
  expect(world.posts).toEqual([]);
  expect(world.pending).toMatchObject({ handedOver: true });
  expect(world.chunks.size).toBe(1);
  expect(world.deliveries).toEqual([{ task: expect.objectContaining({ claim: 2 }), delaySeconds: 58.499 }]);
});

test("invariant 4: when a record fails the marker stays as it was, for the sweep to dispatch again", async () => {
  const world = aWorldWith(1);
  await expect(handOver(world, { recordAttempts: () => Promise.reject(new Error("away")) })).rejects.toThrow("away");
  expect(world.pending).toBe(MARKER);
});

test("as many events have a slot as the quota allows, and one that is released frees its slot", () => {
  const quota = createDirectQuota({ events: 2, chunks: 9, chunksPerEvent: 9 });
  const [first, second] = [quota.enter(), quota.enter()];
  expect(quota.enter()).toBeUndefined();
  first?.release();
  expect(quota.enter()).toBeDefined();
  expect(quota.enter()).toBeUndefined();
  second?.release();
});

test("chunks are granted up to what an event may have, and what all may have together", () => {
  const quota = createDirectQuota({ events: 9, chunks: 5, chunksPerEvent: 3 });
  const [first, second, third] = [quota.enter(), quota.enter(), quota.enter()];
  expect([first?.reserve(7), second?.reserve(7), third?.reserve(7)]).toEqual([3, 2, 0]);
  first?.release();
  expect(third?.reserve(1)).toBe(1);
});

test("without quota for chunks an event still has its slot", () => {
  const quota = createDirectQuota({ events: 1, chunks: 0, chunksPerEvent: 0 });
  expect(quota.enter()?.reserve(4)).toBe(0);
});
