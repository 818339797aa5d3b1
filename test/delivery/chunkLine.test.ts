import { deliverChunk } from "../../shared/delivery/deliverChunk";
import { aKey } from "../builders/aSubscription";
import { CHUNK, TASK, aWorldWith, answering, retryId } from "./chunkWorld";
import { depsOf } from "./deliveryWorld";

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
