import { deliverChunk } from "../../shared/delivery/deliverChunk";
import { addSeconds } from "../../shared/model/instant";
import { TASK, aWorldWith, answering, retryId } from "./chunkWorld";
import { depsOf } from "./deliveryWorld";

test("a retry's delay counts from the end of its own attempt, not of the slowest in the chunk", async () => {
  const world = aWorldWith(["bad", "throttled", "slow"]);
  const start = world.now;
  const answers = answering({ bad: { status: 500 }, throttled: { status: 429, retryAfterSeconds: 30 } });
  world.answer = async (callback) => {
    if (!callback.url.includes("slow")) return answers(callback);
    await new Promise((resolve) => setImmediate(resolve));
    world.now = new Date(start.getTime() + 10_000);
    return { error: "timed-out", durationMs: 10_000 };
  };
  await deliverChunk(TASK, depsOf(world));
  expect(world.deliveries.map(({ task, delaySeconds }) => [task.chunkId, delaySeconds])).toEqual([
    [retryId("bad", 1), 0],
    [retryId("throttled", 1), 20],
    [retryId("slow", 1), 4],
  ]);
  expect([...world.chunks.values()].map(({ chunk }) => chunk.dueAt)).toEqual([
    addSeconds(start, 30),
    addSeconds(start, 50),
    addSeconds(start, 34),
  ]);
});
