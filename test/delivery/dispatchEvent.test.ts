import { dispatchEvent } from "../../shared/delivery/dispatchEvent";
import { toReference } from "../../shared/model/event";
import { anEvent } from "../builders/anEvent";
import { aChunk, aStoredChunk } from "../builders/aChunk";
import { aPending } from "../builders/aPending";
import { aKey, aSubscription } from "../builders/aSubscription";
import { type World, aWorld, depsOf, subscribed } from "./deliveryWorld";

const TASK = toReference(anEvent());

function aWorldWith(subscriptions: number, changes: Partial<World> = {}): World {
  const world = aWorld({ pending: aPending(), ...changes });
  for (let index = 0; index < subscriptions; index += 1) subscribed(world, aSubscription({ key: aKey(String(index)) }));
  return world;
}

function reached(world: World): string[] {
  return [...world.chunks.values()].flatMap(({ chunk }) =>
    chunk.references.map(({ subscription }) => subscription.random),
  );
}

test("invariant 4: the marker is moved, then chunks are stored, then queued, then progress is saved, page by page", async () => {
  const world = aWorldWith(20, { pageSize: 17 });
  await dispatchEvent(TASK, depsOf(world));
  expect(world.writes).toEqual([
    "saved pending",
    "stored chunks",
    "queued delivery",
    "queued delivery",
    "saved pending",
    "stored chunks",
    "queued delivery",
    "saved pending",
  ]);
  expect(reached(world)).toEqual(world.matches.map(({ key }) => key.random));
  expect(world.pending).toMatchObject({ handedOver: true, pages: 2 });
  expect(world.pending).not.toHaveProperty("cursor");
});

test("each chunk is queued at once, for its first claim", async () => {
  const world = aWorldWith(17);
  await dispatchEvent(TASK, depsOf(world));
  const chunkIds = ["page-00000-00", "page-00000-01"];
  expect(world.deliveries).toEqual(
    chunkIds.map((chunkId) => ({ task: { ...TASK, chunkId, claim: 1 }, delaySeconds: 0 })),
  );
});

test.each<[string, Partial<World>]>([
  ["event", { event: undefined }],
  ["marker", { pending: undefined }],
  ["work left", { pending: aPending({ handedOver: true }) }],
])("invariant 4: a task that finds no %s writes nothing", async (_, missing) => {
  const world = aWorldWith(3, missing);
  await dispatchEvent(TASK, depsOf(world));
  expect(world.writes).toEqual([]);
  expect(world.lines).toEqual([{ name: "event.dispatched", ...TASK, outcome: "stale" }]);
});

test("invariant 4: a repeated task queues nothing more", async () => {
  const world = aWorldWith(3);
  await dispatchEvent(TASK, depsOf(world));
  await dispatchEvent(TASK, depsOf(world));
  expect(world.deliveries).toHaveLength(1);
});

test("an event that nobody wants keeps its marker for the sweep, which may find chunks of an earlier try", async () => {
  const world = aWorldWith(0);
  await dispatchEvent(TASK, depsOf(world));
  expect(world.pending).toMatchObject({ handedOver: true });
  expect(world.writes).toEqual(["saved pending", "saved pending"]);
});

test("a page without subscriptions does not end an event that has deliveries from an earlier one", async () => {
  const world = aWorldWith(0, { pending: aPending({ pages: 1, cursor: "0" }) });
  world.chunks.set("page-00000-00", aStoredChunk());
  await dispatchEvent(TASK, depsOf(world));
  expect(world.pending).toMatchObject({ handedOver: true, pages: 2 });
});

test.each<[number, number | undefined, boolean]>([
  [6, undefined, true],
  [7, undefined, false],
  [8, undefined, false],
  [6, 7, true],
  [6, 6, false],
  [0, 8, true],
])(
  "invariant 7: event 7 reaches a subscription after %s and until %s: %s",
  async (afterSequence, untilSequence, sees) => {
    const world = aWorldWith(0, {
      matches: [{ key: aKey(), afterSequence, ...(untilSequence === undefined ? {} : { untilSequence }) }],
    });
    await dispatchEvent(TASK, depsOf(world));
    expect(reached(world)).toEqual(sees ? [aKey().random] : []);
  },
);

test("a dispatch that was broken off goes on where it stopped and keeps the chunks that it had stored", async () => {
  const world = aWorldWith(40, { pageSize: 20, pending: aPending({ pages: 1, cursor: "20" }) });
  const earlier = aChunk({
    chunkId: "page-00001-00",
    references: [{ subscription: aKey("earlier"), attemptsBefore: 0 }],
  });
  world.chunks.set(earlier.chunkId, { chunk: earlier, version: "1" });
  world.pages.set(1, { page: 1, chunks: [earlier] });
  await dispatchEvent(TASK, depsOf(world));
  expect(world.writes).toEqual(["saved pending", "found chunks", "queued delivery", "saved pending"]);
  expect(reached(world)).toEqual([aKey("earlier").random]);
});

test("a page stored by an earlier try ends where it ended then, though subscriptions have come and gone since", async () => {
  const world = aWorldWith(30, { pageSize: 20, pending: aPending() });
  const earlier = aChunk({ references: [{ subscription: aKey("earlier"), attemptsBefore: 0 }] });
  world.chunks.set("earlier", { chunk: earlier, version: "1" });
  world.pages.set(0, { page: 0, chunks: [earlier], cursor: "28" });
  await dispatchEvent(TASK, depsOf(world));
  const last = world.matches.slice(28).map(({ key }) => key.random);
  expect(reached(world)).toEqual([aKey("earlier").random, ...last]);
});

test("a dispatcher that was overtaken stops and says so", async () => {
  const world = aWorldWith(40, { pageSize: 20 });
  const { savePending } = depsOf(world);
  const onlyOnce: typeof savePending = (pending) =>
    world.writes.includes("saved pending") ? Promise.resolve(undefined) : savePending(pending);
  await dispatchEvent(TASK, depsOf(world, { savePending: onlyOnce }));
  expect(world.deliveries).toHaveLength(2);
  expect(world.lines).toEqual([{ name: "event.dispatched", ...TASK, outcome: "overtaken", subscriptions: 20 }]);
});

test("invariant 4: a dispatcher that cannot move the marker stores nothing: another one goes on", async () => {
  const world = aWorldWith(3);
  await dispatchEvent(TASK, depsOf(world, { savePending: () => Promise.resolve(undefined) }));
  expect(world.writes).toEqual([]);
  expect(world.lines).toMatchObject([{ outcome: "overtaken", subscriptions: 0 }]);
});

test.each(["storeChunks", "queueDelivery"] as const)(
  "invariant 4: when %s fails the task fails too, and no progress is saved",
  async (name) => {
    const world = aWorldWith(3);
    const fault = new Error("storage is away");
    await expect(dispatchEvent(TASK, depsOf(world, { [name]: () => Promise.reject(fault) }))).rejects.toBe(fault);
    expect(world.writes.filter((each) => each === "saved pending")).toHaveLength(1);
    expect(world.pending).toMatchObject({ handedOver: false, pages: 0 });
  },
);

test("one line tells what was handed over", async () => {
  const world = aWorldWith(3);
  await dispatchEvent(TASK, depsOf(world));
  expect(world.lines).toEqual([{ name: "event.dispatched", ...TASK, outcome: "handed-over", subscriptions: 3 }]);
});
