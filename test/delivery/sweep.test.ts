import * as fc from "fast-check";
import { planDeadLetters } from "../../shared/delivery/followUps";
import { decideSweep, runBounded, sweep } from "../../shared/delivery/sweep";
import { type StoredChunk } from "../../shared/model/delivery";
import { toReference } from "../../shared/model/event";
import { addSeconds } from "../../shared/model/instant";
import { aChunk, aStoredChunk } from "../builders/aChunk";
import { aDeath } from "../builders/aDeath";
import { aPending } from "../builders/aPending";
import { INSTANCE_ID, OTHER_INSTANCE_ID, anEvent } from "../builders/anEvent";
import { type World, type WorldDeps, aWorld, depsOf } from "./deliveryWorld";

describe("decideSweep", () => {
  const NOW = new Date("2026-11-20T10:00:00Z");

  /** A chunk that is due `seconds` from now. */
  function due(seconds: number, requeues = 0): StoredChunk {
    return aStoredChunk({ dueAt: addSeconds(NOW, seconds), requeues });
  }

  test("an event without chunks is finished", () => {
    expect(decideSweep([], NOW)).toEqual({ finished: true });
  });

  test("chunks that are not due are left alone until the first of them is", () => {
    expect(decideSweep([due(300), due(1), due(20)], NOW)).toEqual({
      finished: false,
      requeue: [],
      dueAt: addSeconds(NOW, 1),
    });
  });

  test.each([0, -0.001, -3_600])("a chunk due %d seconds from now is queued again", (seconds) => {
    const stored = due(seconds);
    const requeue = [{ stored, dueAt: addSeconds(NOW, 40) }];
    expect(decideSweep([stored], NOW)).toEqual({ finished: false, requeue, dueAt: addSeconds(NOW, 10) });
  });

  test("a chunk that was queued again may be claimed by a host that dies: its event is looked at with every sweep", () => {
    expect(decideSweep([due(3_600, 1), due(300)], NOW)).toEqual({
      finished: false,
      requeue: [],
      dueAt: addSeconds(NOW, 10),
    });
    expect(decideSweep([due(3_600, 1), due(5)], NOW)).toMatchObject({ dueAt: addSeconds(NOW, 5) });
  });

  test.each([
    [0, 40],
    [1, 80],
    [2, 160],
    [6, 2_560],
    [7, 3_600],
    [1_000, 3_600],
  ])("after %i times in vain it is queued again only %i seconds later", (requeues, seconds) => {
    expect(decideSweep([due(-1, requeues)], NOW)).toMatchObject({ requeue: [{ dueAt: addSeconds(NOW, seconds) }] });
  });

  test("exactly the due chunks are queued again, and the event is looked at when the first of all is due, or soon", () => {
    const someChunks = fc.array(
      fc
        .tuple(fc.integer({ min: -9_000, max: 9_000 }), fc.nat(20))
        .map(([seconds, requeues]) => due(seconds, requeues)),
      { minLength: 1, maxLength: 40 },
    );
    fc.assert(
      fc.property(someChunks, (chunks) => {
        const decision = decideSweep(chunks, NOW);
        if (decision.finished) throw new Error("nothing is finished while there are chunks");
        const isDue = ({ chunk }: StoredChunk): boolean => chunk.dueAt <= addSeconds(NOW, 0);
        expect(decision.requeue.map(({ stored }) => stored)).toEqual(chunks.filter((each) => isDue(each)));
        const later = chunks.filter((each) => !isDue(each)).map(({ chunk }) => chunk);
        const isClaimable = decision.requeue.length > 0 || later.some(({ requeues }) => requeues > 0);
        const times = [...later.map(({ dueAt }) => dueAt), ...(isClaimable ? [addSeconds(NOW, 10)] : [])];
        expect(decision.dueAt).toBe(times.toSorted()[0]);
      }),
    );
  });
});

test.each([
  [0, 4, 0],
  [3, 4, 3],
  [40, 4, 4],
])("of %i items, %i at once, never more than %i are under way, and each is done once", async (count, most, highest) => {
  const items = Array.from({ length: count }, (_, index) => index);
  const done: number[] = [];
  let [now, seen] = [0, 0];
  const failures = await runBounded(items, most, async (item) => {
    now += 1;
    seen = Math.max(seen, now);
    await Promise.resolve();
    now -= 1;
    done.push(item);
  });
  expect({ failures, seen, done: done.toSorted((a, b) => a - b) }).toEqual({
    failures: [],
    seen: highest,
    done: items,
  });
});

test("what fails keeps nothing else from being done, and is given", async () => {
  const done: string[] = [];
  const failures = await runBounded(["a", "b", "c", "d"], 2, async (item) => {
    if (item < "c") throw new Error(item);
    done.push(item);
  });
  expect(failures).toEqual([new Error("a"), new Error("b")]);
  expect(done).toEqual(["c", "d"]);
});

describe("sweep", () => {
  const EVENT = toReference(anEvent());
  const NOW = new Date("2026-11-20T10:00:00Z");
  const HANDED_OVER = aPending({ handedOver: true, pages: 1 });

  function aWorldWith(seconds: readonly number[], changes: Partial<World> = {}): World {
    const world = aWorld({ pending: HANDED_OVER, ...changes });
    for (const [index, due] of seconds.entries()) {
      const chunkId = `page-00000-0${index}`;
      world.chunks.set(chunkId, aStoredChunk({ chunkId, claims: index, dueAt: addSeconds(NOW, due) }));
    }
    return world;
  }

  test("an event that was not handed over is dispatched again, after its marker was put off", async () => {
    const world = aWorld({ pending: aPending() });
    await sweep(depsOf(world));
    expect(world.writes).toEqual(["saved pending", "queued dispatch"]);
    expect(world.dispatches).toEqual([EVENT]);
    expect(world.pending).toMatchObject({ handedOver: false, dueAt: addSeconds(NOW, 20) });
  });

  test("an event that another host took up meanwhile is left to it", async () => {
    const world = aWorld({ pending: aPending() });
    await sweep(depsOf(world, { savePending: () => Promise.resolve(undefined) }));
    expect(world.dispatches).toEqual([]);
  });

  test("an event that is not due is left alone", async () => {
    const world = aWorld({ pending: aPending({ dueAt: addSeconds(NOW, 1) }) });
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
    expect(world.chunks.get("page-00000-01")?.chunk).toMatchObject({ requeues: 1, dueAt: addSeconds(NOW, 40) });
    expect(world.pending).toMatchObject({ handedOver: true, dueAt: addSeconds(NOW, 10) });
  });

  test("dead letters that a crashed host left behind are stored, and nobody is called for them", async () => {
    const world = aWorldWith([]);
    const [awaiting] = planDeadLetters(aChunk(), [aDeath()], addSeconds(NOW, -1));
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
      world.chunks.set(chunkId, aStoredChunk({ chunkId, dueAt: addSeconds(NOW, -1) }));
    const deps = depsOf(world, { storeDeadLetters: () => Promise.reject(new Error("an unreadable row")) });
    await expect(sweep(deps)).rejects.toThrow("1 not swept: Error: an unreadable row");
    expect(world.deliveries).toHaveLength(1);
  });
});
