import { deliverChunk } from "../../../shared/delivery/deliverChunk";
import { RETRY_SCHEDULE_SECONDS } from "../../../shared/delivery/retryPolicy";
import { addSeconds } from "../../../shared/model/instant";
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
      chunkId: `dead-${CHUNK.chunkId}-${aKey("off").random}`,
      lane: CHUNK.lane,
      references: [{ subscription: aKey("off"), attemptsBefore: 1, connection: "connection-1" }],
      claims: 0,
      requeues: 0,
      dueAt: addSeconds(world.now, 20),
    },
  ]);
});

test("whoever lost the lease stores no dead letter", async () => {
  const world = aWorldWith(["off"]);
  world.answer = answering({ off: { status: 410 } });
  await deliverChunk(TASK, depsOf(world, { recordAttempts: () => Promise.resolve({ outcome: "lost" }) }));
  expect(world.letters).toEqual([]);
});

test("a flow that uses up all attempts leaves a dead letter, stays active, and is called in the slow lane from then on", async () => {
  const world = aWorldWith(["down"], RETRY_SCHEDULE_SECONDS.length);
  world.answer = answering({ down: { status: 500 } });
  await deliverChunk(TASK, depsOf(world));
  const attempts = RETRY_SCHEDULE_SECONDS.length + 1;
  expect(world.records).toMatchObject([{ attempt: attempts, verdict: { outcome: "dead", cause: "attempts-used-up" } }]);
  expect(world.letters).toEqual([{ subscription: aKey("down"), attemptsBefore: attempts, connection: "connection-1" }]);
  expect(world.subscriptions.get(aKey("down").random)?.health).toMatchObject({ state: "active", slow: true });
});

test("a delivery that is redriven has the whole schedule before it, and its attempts go on being counted", async () => {
  const world = aWorldWith(["down"], 12);
  const [reference] = [...world.chunks.values()].flatMap(({ chunk }) => chunk.references);
  if (!reference) throw new Error("no delivery");
  const chunk = { ...CHUNK, references: [{ ...reference, redrivenAfter: 12 }] };
  world.chunks.set(CHUNK.chunkId, { chunk, version: "1" });
  world.answer = answering({ down: { status: 500 } });
  await deliverChunk(TASK, depsOf(world));
  expect(world.records).toMatchObject([{ attempt: 13, verdict: { outcome: "retrying", delaySeconds: 4 } }]);
});
