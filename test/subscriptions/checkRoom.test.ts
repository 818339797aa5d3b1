import { subscribe } from "../../shared/subscriptions/subscribe";
import { aRequest, aWorld, depsOf, live } from "./subscriptionWorld";

const another = (flow: number): ReturnType<typeof aRequest> =>
  aRequest({ callbackUrl: `https://prod-01.westeurope.logic.azure.com/workflows/${flow}?sig=x` });

test("a connection that has as many subscriptions as it may have gets no more, and nothing is written", async () => {
  const world = aWorld();
  const deps = depsOf(world, { subscriptionsPerConnection: 2 });
  await subscribe(another(1), deps);
  await subscribe(another(2), deps);
  world.writes.length = 0;
  const result = await subscribe(another(3), deps);
  expect(result).toEqual({ outcome: "refused", refusal: { reason: "too-many", most: 2 } });
  expect(world.writes).toEqual([]);
});

test("a flow that subscribes again is let in, however full its connection is", async () => {
  const world = aWorld();
  const deps = depsOf(world, { subscriptionsPerConnection: 2 });
  await subscribe(another(1), deps);
  await subscribe(another(2), deps);
  const again = await subscribe(another(1), deps);
  expect(again.outcome).toBe("created");
  expect(live(world)).toHaveLength(2);
});

test("another connection's subscriptions do not count", async () => {
  const world = aWorld();
  const deps = depsOf(world, { subscriptionsPerConnection: 1 });
  await subscribe(another(1), deps);
  const result = await subscribe({ ...another(2), connection: "connection-2" }, deps);
  expect(result.outcome).toBe("created");
});
