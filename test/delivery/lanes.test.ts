import { deliverChunk, deliverSlowChunk } from "../../shared/delivery/deliverChunk";
import { dispatchEvent } from "../../shared/delivery/dispatchEvent";
import { sweep } from "../../shared/delivery/sweep";
import { type ReceiverAnswer } from "../../shared/model/delivery";
import { toReference } from "../../shared/model/event";
import { addSeconds } from "../../shared/model/instant";
import { type Health } from "../../shared/model/subscription";
import { aStoredChunk } from "../builders/aChunk";
import { aPending } from "../builders/aPending";
import { aKey } from "../builders/aSubscription";
import { anEvent } from "../builders/anEvent";
import { TASK, aWorldWith, answering, retryId } from "./chunkWorld";
import { type World, aWorld, depsOf } from "./deliveryWorld";

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
