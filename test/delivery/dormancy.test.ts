import { deliverChunk } from "../../shared/delivery/deliverChunk";
import { type ReceiverAnswer } from "../../shared/model/delivery";
import { addSeconds } from "../../shared/model/instant";
import { type Health } from "../../shared/model/subscription";
import { aKey } from "../builders/aSubscription";
import { SECRET, TASK, aWorldWith, answering } from "./chunkWorld";
import { type World, depsOf } from "./deliveryWorld";

const OFF = { status: 400, errorCode: "WorkflowTriggerIsNotEnabled" };

function healthOf(world: World, name = "a"): Health | undefined {
  return world.subscriptions.get(aKey(name).random)?.health;
}

/** As an attempt a minute earlier has left it. */
function aDormantWorld(): World {
  const world = aWorldWith(["a"]);
  const changedAt = addSeconds(world.now, -60);
  const { random } = aKey("a");
  const subscription = world.subscriptions.get(random);
  if (!subscription) throw new Error("no subscription");
  const health = { state: "dormant", dormantSince: changedAt, cause: "flow-off", slow: false, changedAt } as const;
  world.subscriptions.set(random, { ...subscription, health });
  return world;
}

test.each<[Partial<ReceiverAnswer>, string]>([
  [OFF, "flow-off"],
  [{ status: 404, errorCode: "WorkflowNotFound" }, "flow-deleted"],
  [{ status: 410 }, "gone"],
])("after %j the delivery has ended and the subscription is dormant", async (answer, cause) => {
  const world = aWorldWith(["a", "b"]);
  world.answer = answering({ a: answer, b: { status: 202 } });
  await deliverChunk(TASK, depsOf(world));
  expect(world.writes).toEqual(["claimed", "post", "post", "recorded", "saved health", "stored dead letters"]);
  expect(healthOf(world)).toMatchObject({ state: "dormant", cause, dormantSince: addSeconds(world.now, 0) });
  expect(healthOf(world, "b")).toBeUndefined();
});

test.each<Partial<ReceiverAnswer>>([{ status: 500 }, { error: "timed-out" }, { status: 429, retryAfterSeconds: 60 }])(
  "a dormant subscription has one try: %j ends the delivery",
  async (answer) => {
    const world = aDormantWorld();
    world.answer = answering({ a: answer });
    await deliverChunk(TASK, depsOf(world));
    expect(world.records).toMatchObject([{ attempt: 1, verdict: { outcome: "dead", cause: "dormant" } }]);
    expect(world.deliveries).toEqual([]);
    expect(healthOf(world)).toMatchObject({ state: "dormant", cause: "flow-off" });
  },
);

test("a dormant subscription that answers as before keeps its row as it is", async () => {
  const world = aDormantWorld();
  world.answer = answering({ a: OFF });
  await deliverChunk(TASK, depsOf(world));
  expect(world.records).toMatchObject([{ verdict: { outcome: "dead", cause: "flow-off" } }]);
  expect(world.writes).not.toContain("saved health");
});

test("a success revives", async () => {
  const world = aDormantWorld();
  await deliverChunk(TASK, depsOf(world));
  expect(world.records).toMatchObject([{ verdict: { outcome: "delivered" } }]);
  expect(healthOf(world)).toEqual({ state: "active", slow: false, changedAt: addSeconds(world.now, 0) });
});

test("one line tells what became of the subscription, and no secret", async () => {
  const world = aWorldWith(["a"]);
  world.answer = answering({ a: OFF });
  await deliverChunk(TASK, depsOf(world));
  const lines = world.lines.filter(({ name }) => name === "subscription.judged");
  expect(lines).toEqual([expect.objectContaining({ state: "dormant", cause: "flow-off", outcome: "saved" })]);
  expect(JSON.stringify(lines)).not.toContain(SECRET);
  expect(JSON.stringify(lines)).not.toContain(aKey("a").random);
});

test("invariant 5: health that cannot be stored fails nothing: the delivery has ended", async () => {
  const world = aWorldWith(["a"]);
  world.answer = answering({ a: OFF });
  await deliverChunk(TASK, depsOf(world, { saveHealth: () => Promise.reject(new Error("storage is away")) }));
  expect(world.records).toMatchObject([{ verdict: { outcome: "dead", cause: "flow-off" } }]);
  expect(world.lines).toContainEqual(expect.objectContaining({ name: "subscription.judged", outcome: "lost" }));
});

test("invariant 6: whoever lost the lease judges no subscription: whoever has it does", async () => {
  const world = aWorldWith(["a"]);
  world.answer = answering({ a: OFF });
  await deliverChunk(TASK, depsOf(world, { recordAttempts: () => Promise.resolve({ outcome: "lost" }) }));
  expect(healthOf(world)).toBeUndefined();
});
