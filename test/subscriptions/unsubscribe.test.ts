import { subscribe } from "../../shared/subscriptions/subscribe";
import { toSubscriptionId } from "../../shared/subscriptions/subscriptionId";
import { unsubscribe } from "../../shared/subscriptions/unsubscribe";
import { aKey } from "../builders/aSubscription";
import { type World, aRequest, aWorld, depsOf, live } from "./subscriptionWorld";

/** Subscribes the same flow `times` times; gives the ids, oldest first. */
/** Longer than any subscribe takes: what was superseded before is removed then. */
const LATER_MS = 900_000;

async function subscribed(world: World, times: number): Promise<string[]> {
  const deps = depsOf(world);
  const ids: string[] = [];
  for (let time = 0; time < times; time += 1) {
    const result = await subscribe(aRequest(), deps);
    ids.push(result.outcome === "created" ? toSubscriptionId(result.key) : "");
    world.now = new Date(world.now.getTime() + LATER_MS);
  }
  world.writes.length = 0;
  world.lines.length = 0;
  return ids;
}

test("a subscription ends, and what it superseded", async () => {
  const world = aWorld();
  const [, newest = ""] = await subscribed(world, 2);
  await unsubscribe(newest, depsOf(world));
  expect(world.rows.size).toBe(0);
  expect(world.index).toEqual([]);
});

test("what is not stored yet keeps its entry, so that the next subscribe or the purge finds it", async () => {
  const world = aWorld();
  const [id = ""] = await subscribed(world, 1);
  const [{ owner } = { owner: "" }] = world.index;
  const underWay = { key: aKey("under-way"), order: 0, owner };
  world.index.push(underWay);
  await unsubscribe(id, depsOf(world));
  expect(world.index).toEqual([underWay]);
});

test("a late call for the superseded id spares its successor", async () => {
  const world = aWorld();
  const [oldest = "", newest = ""] = await subscribed(world, 2);
  await unsubscribe(oldest, depsOf(world));
  expect(live(world).map(({ key }) => toSubscriptionId(key))).toEqual([newest]);
  expect(world.rows.size).toBe(1);
});

test("a call for an id that was superseded long ago spares what is there", async () => {
  const world = aWorld();
  const [oldest = "", , newest = ""] = await subscribed(world, 3);
  await unsubscribe(oldest, depsOf(world));
  expect(world.writes).toEqual([]);
  expect(live(world).map(({ key }) => toSubscriptionId(key))).toEqual([newest]);
});

test("a subscription of another flow stays", async () => {
  const world = aWorld();
  const [id = ""] = await subscribed(world, 1);
  await subscribe(aRequest({ connection: "connection-2" }), depsOf(world, { randomId: () => "x".repeat(22) }));
  await unsubscribe(id, depsOf(world));
  expect(live(world)).toMatchObject([{ connection: "connection-2" }]);
});

test.each(["", "nonsense", "../..", toSubscriptionId(aKey("unknown")), "x".repeat(100_000)])(
  "an unknown id changes nothing and is not told from a known one (%#)",
  async (id) => {
    const world = aWorld();
    await subscribed(world, 1);
    await expect(unsubscribe(id, depsOf(world))).resolves.toBeUndefined();
    expect(world.writes).toEqual([]);
    expect(world.lines).toEqual([{ name: "subscription.deleted", outcome: "unknown" }]);
  },
);

test("a repeated call changes nothing more", async () => {
  const world = aWorld();
  const [id = ""] = await subscribed(world, 1);
  await unsubscribe(id, depsOf(world));
  await expect(unsubscribe(id, depsOf(world))).resolves.toBeUndefined();
  expect(world.writes).toEqual(["removed"]);
});

test("a row without its entry in the index ends too", async () => {
  const world = aWorld();
  const [id = ""] = await subscribed(world, 1);
  world.index = [];
  await unsubscribe(id, depsOf(world));
  expect(world.rows.size).toBe(0);
});

test("one line tells what ended, and no secret", async () => {
  const world = aWorld();
  const [id = ""] = await subscribed(world, 1);
  const random = live(world)[0]?.key.random ?? "";
  await unsubscribe(id, depsOf(world));
  expect(world.lines).toMatchObject([{ name: "subscription.deleted", outcome: "deleted", trigger: aKey().trigger }]);
  for (const secret of [id, random, "canary-signature"]) expect(JSON.stringify(world.lines)).not.toContain(secret);
});
