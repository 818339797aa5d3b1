import { deliverChunk } from "../../../shared/delivery/deliverChunk";
import { after } from "../../../shared/model/instant";
import { aKey } from "../../builders/aSubscription";
import { CHUNK, TASK, aWorldWith, answering, retryId } from "../chunkWorld";
import { depsOf } from "../deliveryWorld";

test("of a chunk's deliveries those that died are stored as dead letters, with their attempts and whose they were", async () => {
  const world = aWorldWith(["ok", "off", "later"], 2);
  world.answer = answering({
    ok: { status: 200 },
    off: { status: 404, errorCode: "WorkflowNotFound" },
    later: { status: 500 },
  });
  await deliverChunk(TASK, depsOf(world));
  expect(world.letters).toEqual([{ subscription: aKey("off"), attemptsBefore: 3, connection: "connection-1" }]);
  expect([...world.chunks.keys()]).toEqual([retryId("later", 3)]);
});

test("when a dead letter cannot be stored, a chunk of its own is left for the sweep", async () => {
  const world = aWorldWith(["off"]);
  world.answer = answering({ off: { status: 410 } });
  const fault = new Error("storage is away");
  const deps = depsOf(world, { storeDeadLetters: () => Promise.reject(fault) });
  await expect(deliverChunk(TASK, deps)).rejects.toBe(fault);
  expect([...world.chunks.values()].map(({ chunk }) => chunk)).toEqual([
    {
      event: CHUNK.event,
      chunkId: `dead-${CHUNK.chunkId}`,
      lane: CHUNK.lane,
      references: [{ subscription: aKey("off"), attemptsBefore: 1, connection: "connection-1" }],
      claims: 0,
      requeues: 0,
      dueAt: after(world.now, 20),
    },
  ]);
});

test("whoever lost the lease stores no dead letter", async () => {
  const world = aWorldWith(["off"]);
  world.answer = answering({ off: { status: 410 } });
  await deliverChunk(TASK, depsOf(world, { recordAttempts: () => Promise.resolve("lost") }));
  expect(world.letters).toEqual([]);
});
