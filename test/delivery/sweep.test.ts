import { planDeadLetters } from "../../shared/delivery/deadLetters/planDeadLetters";
import { sweep } from "../../shared/delivery/sweep";
import { toReference } from "../../shared/model/event";
import { after } from "../../shared/model/instant";
import { aChunk, aStoredChunk } from "../builders/aChunk";
import { aDeath } from "../builders/aDeath";
import { INSTANCE_ID, OTHER_INSTANCE_ID, anEvent } from "../builders/anEvent";
import { aPending } from "../builders/aPending";
import { type World, type WorldDeps, aWorld, depsOf } from "./deliveryWorld";

const EVENT = toReference(anEvent());
const NOW = new Date("2026-11-20T10:00:00Z");
const HANDED_OVER = aPending({ handedOver: true, pages: 1 });

function aWorldWith(seconds: readonly number[], changes: Partial<World> = {}): World {
  const world = aWorld({ pending: HANDED_OVER, ...changes });
  for (const [index, due] of seconds.entries()) {
    const chunkId = `page-00000-0${index}`;
    world.chunks.set(chunkId, aStoredChunk({ chunkId, claims: index, dueAt: after(NOW, due) }));
  }
  return world;
}

test("an event that was not handed over is dispatched again, after its marker was put off", async () => {
  const world = aWorld({ pending: aPending() });
  await sweep(depsOf(world));
  expect(world.writes).toEqual(["saved pending", "queued dispatch"]);
  expect(world.dispatches).toEqual([EVENT]);
  expect(world.pending).toMatchObject({ handedOver: false, dueAt: after(NOW, 20) });
});

test("an event that another host took up meanwhile is left to it", async () => {
  const world = aWorld({ pending: aPending() });
  await sweep(depsOf(world, { savePending: () => Promise.resolve(undefined) }));
  expect(world.dispatches).toEqual([]);
});

test("an event that is not due is left alone", async () => {
  const world = aWorld({ pending: aPending({ dueAt: after(NOW, 1) }) });
  await sweep(depsOf(world));
  expect(world.writes).toEqual([]);
});

test("an event whose chunks have all ended loses its marker", async () => {
  const world = aWorldWith([]);
  await sweep(depsOf(world));
  expect(world.writes).toEqual(["removed pending"]);
});

test("a chunk whose claim ran out is put off, then queued for the claim after", async () => {
  const world = aWorldWith([60, -1]);
  await sweep(depsOf(world));
  expect(world.writes).toEqual(["postponed", "queued delivery", "saved pending"]);
  expect(world.deliveries).toEqual([{ task: { ...EVENT, chunkId: "page-00000-01", claim: 2 }, delaySeconds: 0 }]);
  expect(world.chunks.get("page-00000-01")?.chunk).toMatchObject({ requeues: 1, dueAt: after(NOW, 40) });
  expect(world.pending).toMatchObject({ handedOver: true, dueAt: after(NOW, 10) });
});

test("dead letters that a crashed host left behind are stored, and nobody is called for them", async () => {
  const world = aWorldWith([]);
  const [awaiting] = planDeadLetters(aChunk(), [aDeath()], after(NOW, -1));
  if (awaiting) world.chunks.set(awaiting.chunkId, { chunk: awaiting, version: "1" });
  await sweep(depsOf(world));
  expect(world.writes).toEqual(["stored dead letters", "saved pending"]);
  expect(world.deliveries).toEqual([]);
  world.now = new Date(NOW.getTime() + 60_000);
  await sweep(depsOf(world));
  expect(world.pending).toBeUndefined();
});

test("invariant 6: a chunk that was claimed meanwhile is not queued again", async () => {
  const world = aWorldWith([-1, -1]);
  await sweep(depsOf(world, { requeueChunk: () => Promise.resolve("moved") }));
  expect(world.deliveries).toEqual([]);
});

test("a chunk does not wait for those before it to be queued", async () => {
  const world = aWorldWith([-1, -1]);
  const { requeueChunk } = depsOf(world);
  let arrive: (() => void) | undefined;
  const second = new Promise<void>((resolve) => (arrive = resolve));
  await sweep(
    depsOf(world, {
      requeueChunk: async (stored, dueAt) => {
        if (stored.chunk.chunkId.endsWith("0")) await second;
        else arrive?.();
        return requeueChunk(stored, dueAt);
      },
    }),
  );
  expect(world.deliveries).toHaveLength(2);
});

test("two sweeps at the same time queue a lost chunk once", async () => {
  const world = aWorldWith([-1]);
  await Promise.all([sweep(depsOf(world)), sweep(depsOf(world))]);
  expect(world.deliveries).toHaveLength(1);
});

test("invariant 4: when queueing fails after the chunk was put off, a later sweep queues it", async () => {
  const world = aWorldWith([-1]);
  await expect(sweep(depsOf(world, { queueDelivery: () => Promise.reject(new Error("away")) }))).rejects.toThrow(
    "away",
  );
  world.now = new Date(NOW.getTime() + 40_000);
  await sweep(depsOf(world));
  expect(world.deliveries).toHaveLength(1);
});

test("an instance that cannot be swept does not keep the others from it, and fails the sweep", async () => {
  const world = aWorldWith([-1]);
  const fault = new Error("storage is away");
  const { listDuePending } = depsOf(world);
  const deps = depsOf(world, {
    listWatchedInstances: () => Promise.resolve([OTHER_INSTANCE_ID, INSTANCE_ID]),
    listDuePending: (instanceId, now) =>
      instanceId === OTHER_INSTANCE_ID ? Promise.reject(fault) : listDuePending(instanceId, now),
  });
  await expect(sweep(deps)).rejects.toMatchObject({ errors: [fault] });
  expect(world.deliveries).toHaveLength(1);
});

test("an event that cannot be swept does not keep the later ones of its instance from it, and fails the sweep", async () => {
  const world = aWorldWith([-1]);
  const broken = toReference(anEvent({ sequence: 6, eventId: `evt_${"6".repeat(32)}` }));
  const fault = new Error("an unreadable row");
  const { listChunks } = depsOf(world);
  const deps = depsOf(world, {
    listDuePending: () => Promise.resolve([{ ...HANDED_OVER, event: broken }, HANDED_OVER]),
    listChunks: (event) => (event.sequence === broken.sequence ? Promise.reject(fault) : listChunks(event)),
  });
  await expect(sweep(deps)).rejects.toThrow("1 not swept: Error: an unreadable row");
  expect(world.deliveries).toHaveLength(1);
});

test("a line tells how many chunks of an event were taken up", async () => {
  const world = aWorldWith([-1, 60]);
  await sweep(depsOf(world));
  expect(world.lines).toEqual([{ name: "event.swept", ...EVENT, handedOver: true, requeued: 1 }]);
});

test("a line tells that an event was dispatched again", async () => {
  const world = aWorld({ pending: aPending() });
  await sweep(depsOf(world));
  expect(world.lines).toEqual([{ name: "event.swept", ...EVENT, handedOver: false, requeued: 1 }]);
});

test.each<[string, World, Partial<WorldDeps>]>([
  ["chunks are not due", aWorldWith([60]), {}],
  [
    "marker was taken by another host",
    aWorld({ pending: aPending() }),
    { savePending: () => Promise.resolve(undefined) },
  ],
])("of an event whose %s no line is written", async (_, world, changes) => {
  await sweep(depsOf(world, changes));
  expect(world.lines).toEqual([]);
});

test("a dead letter that cannot be stored keeps no other chunk of its event waiting, and fails the sweep", async () => {
  const world = aWorldWith([]);
  for (const chunkId of ["dead-page-00000-00", "page-00000-01"])
    world.chunks.set(chunkId, aStoredChunk({ chunkId, dueAt: after(NOW, -1) }));
  const deps = depsOf(world, { storeDeadLetters: () => Promise.reject(new Error("an unreadable row")) });
  await expect(sweep(deps)).rejects.toThrow("1 not swept: Error: an unreadable row");
  expect(world.deliveries).toHaveLength(1);
});
