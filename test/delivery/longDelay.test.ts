import { deliverChunk } from "../../shared/delivery/deliverChunk";
import { addSeconds } from "../../shared/model/instant";
import { TASK, aWorldWith, answering, retryId } from "./chunkWorld";
import { depsOf } from "./deliveryWorld";

const DAY = 86_400;
const RETRY = { ...TASK, chunkId: retryId("a", 1) };

test.each([
  [7 * DAY, 7 * DAY, false],
  [7 * DAY + 1, 7 * DAY + 1, true],
])("a retry after %i seconds is due then", async (wait, delaySeconds, isLong) => {
  const world = aWorldWith(["a"]);
  world.answer = answering({ a: { status: 500 } });
  await deliverChunk(TASK, depsOf(world, { retrySchedule: [wait], random: () => 0.5 }));
  expect(world.deliveries).toEqual([{ task: RETRY, delaySeconds }]);
  const { dueAt, notBefore } = world.chunks.get(RETRY.chunkId)?.chunk ?? {};
  expect(dueAt).toBe(addSeconds(world.now, wait + 20));
  expect(notBefore).toBe(isLong ? addSeconds(world.now, wait) : undefined);
});

test("a retry that is further ahead than a queue can hold it is queued again for the rest, then made once", async () => {
  const world = aWorldWith(["a"]);
  world.answer = answering({ a: { status: 500 } });
  const deps = depsOf(world, { retrySchedule: [7 * DAY], random: () => 1 - Number.EPSILON });
  await deliverChunk(TASK, deps);
  const [first] = world.deliveries.splice(0);
  expect(first?.delaySeconds).toBe(725_760);
  world.now = new Date(world.now.getTime() + 7 * DAY * 1_000);
  world.answer = answering({ a: { status: 202 } });
  await deliverChunk(RETRY, deps);
  expect(world.posts).toHaveLength(1);
  expect(world.deliveries).toEqual([{ task: RETRY, delaySeconds: 120_960 }]);
  expect(world.lines.at(-1)).toMatchObject({ name: "chunk.delivered", outcome: "early" });
  world.now = new Date(world.now.getTime() + 120_960_000);
  await deliverChunk(RETRY, deps);
  await deliverChunk(RETRY, deps);
  expect(world.records.at(-1)).toMatchObject({ attempt: 2, verdict: { outcome: "delivered" } });
  expect(world.posts).toHaveLength(2);
});

test("there is one attempt more than the schedule has waits", async () => {
  const world = aWorldWith(["a"], 1);
  world.answer = answering({ a: { status: 500 } });
  await deliverChunk(TASK, depsOf(world, { retrySchedule: [5] }));
  expect(world.records).toMatchObject([{ attempt: 2, verdict: { outcome: "dead", cause: "attempts-used-up" } }]);
});
