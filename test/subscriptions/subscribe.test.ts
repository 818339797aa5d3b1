import { type SourceFailure } from "../../shared/model/sourceAnswer";
import { type SubscribeResult, subscribe } from "../../shared/subscriptions/subscribe";
import { hashResource } from "../../shared/subscriptions/subscriptionId";
import { INSTANCE_ID, OTHER_INSTANCE_ID } from "../builders/anEvent";
import { type WorldDeps, aRequest, aWorld, depsOf, live } from "./subscriptionWorld";

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

function randomOf(result: SubscribeResult): string | undefined {
  return result.outcome === "created" ? result.key.random : undefined;
}

test("invariant 7: the subscription is there before its watch is touched, and the baseline poll is queued last", async () => {
  const world = aWorld();
  await subscribe(aRequest(), depsOf(world));
  expect(world.writes).toEqual([
    "indexed connection",
    "indexed",
    "saved",
    `touched ${INSTANCE_ID} 2026-11-20T10:00:10.0000000Z`,
    `queued poll ${INSTANCE_ID}`,
  ]);
});

test("invariant 7: a subscription sees only events after the newest one of the ledger", async () => {
  const world = aWorld();
  await subscribe(aRequest({ resource: "crm" }), depsOf(world));
  expect(live(world)).toEqual([
    {
      key: {
        instanceId: INSTANCE_ID,
        trigger: "data-source-refresh-failed",
        resourceHash: hashResource("crm"),
        random: "0000000000000000000999",
      },
      resource: "crm",
      callbackUrl: aRequest().callbackUrl,
      connection: "connection-1",
      afterSequence: 5,
      createdAt: "2026-11-20T10:00:00.0000000Z",
    },
  ]);
});

test("a subscription to any resource names none", async () => {
  const world = aWorld();
  await subscribe(aRequest(), depsOf(world));
  expect(live(world)[0]).not.toHaveProperty("resource");
  expect(live(world)[0]?.key.resourceHash).toBe("any");
});

test("a repeated subscribe makes a fresh id and ends the older one where the new one begins", async () => {
  const world = aWorld();
  const deps = depsOf(world);
  const first = await subscribe(aRequest(), deps);
  world.ledgerEnd = 8;
  const second = await subscribe(aRequest(), deps);
  expect(randomOf(second)).not.toBe(randomOf(first));
  expect(
    [...world.rows.values()].map(({ key, afterSequence, untilSequence }) => [key.random, afterSequence, untilSequence]),
  ).toEqual([
    [randomOf(first), 5, 8],
    [randomOf(second), 8, undefined],
  ]);
});

test.each([
  ["a quarter of an hour later removes", 900, 1],
  ["a minute later leaves", 60, 0],
])("a third subscribe %s what was superseded before", async (_, seconds, removed) => {
  const world = aWorld();
  const deps = depsOf(world);
  const made: SubscribeResult[] = [];
  for (let time = 0; time < 3; time += 1) {
    made.push(await subscribe(aRequest(), deps));
    world.now = new Date(world.now.getTime() + seconds * 1_000);
  }
  expect([...world.rows.keys()]).toEqual(made.slice(removed).map((each) => randomOf(each)));
  expect(live(world).map(({ key }) => key.random)).toEqual([randomOf(made[2] as SubscribeResult)]);
});

test("a flow that now watches another instance leaves nothing in the old one", async () => {
  const world = aWorld();
  const deps = depsOf(world);
  await subscribe(aRequest(), deps);
  await subscribe(aRequest({ instanceId: OTHER_INSTANCE_ID }), deps);
  expect([...world.rows.values()].map(({ key }) => key.instanceId)).toEqual([OTHER_INSTANCE_ID]);
});

test.each([
  ["another callback", { callbackUrl: "https://prod-02.westeurope.logic.azure.com/workflows/2?sig=x" }],
  ["another connection", { connection: "connection-2" }],
])("a subscription with %s is left alone", async (_, changes) => {
  const world = aWorld();
  const deps = depsOf(world);
  await subscribe(aRequest(), deps);
  await subscribe(aRequest(changes), deps);
  expect(live(world)).toHaveLength(2);
});

test("a clock that went back does not make the newer subscription the older one", async () => {
  const world = aWorld();
  const deps = depsOf(world);
  await subscribe(aRequest(), deps);
  world.now = new Date(world.now.getTime() - 3_600_000);
  const second = await subscribe(aRequest(), deps);
  expect(live(world).map(({ key }) => key.random)).toEqual([randomOf(second)]);
});

function failing(kind: SourceFailure["kind"]): () => Promise<{ ok: false; failure: SourceFailure }> {
  return () => Promise.resolve({ ok: false, failure: { kind, message: "no" } });
}

test.each<[string, Partial<WorldDeps>, string]>([
  ["an instance that is not there", { getInstance: failing("not-found") }, "unknown-instance"],
  [
    "a data source that is not there",
    { listDataSources: () => Promise.resolve({ ok: true, value: [], unusable: [] }) },
    "unknown-resource",
  ],
  ["a source that fails", { getInstance: failing("timed-out") }, "source-failed"],
])("%s refuses the subscription and leaves no row", async (_, changes, reason) => {
  const world = aWorld();
  const result = await subscribe(aRequest({ resource: "crm" }), depsOf(world, changes));
  expect(result).toMatchObject({ outcome: "refused", refusal: { reason } });
  expect(world.writes).toEqual([]);
});

test("one line tells what was made, and no secret", async () => {
  const world = aWorld();
  const deps = depsOf(world);
  await subscribe(aRequest({ resource: "crm" }), deps);
  await subscribe(aRequest({ resource: "crm" }), deps);
  expect(world.lines).toHaveLength(2);
  expect(world.lines[1]).toEqual({
    name: "subscription.created",
    trigger: "data-source-refresh-failed",
    instanceId: INSTANCE_ID,
    resource: "crm",
    subscription: expect.stringMatching(/^[0-9a-f]{12}$/),
    superseded: 1,
  });
  expect(JSON.stringify(world.lines)).not.toMatch(/canary-signature|00000000000000000099/);
});
