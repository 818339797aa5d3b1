import { deliverChunk } from "../../shared/delivery/deliverChunk";
import { CodedError } from "../../shared/model/errors";
import { aKey } from "../builders/aSubscription";
import { CHUNK, TASK, aWorldWith } from "./chunkWorld";
import { type World, depsOf } from "./deliveryWorld";

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
