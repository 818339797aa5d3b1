import { randomUUID } from "node:crypto";
import { type Subscription } from "../../shared/model/subscription";
import { deliveryStore } from "../../shared/storage/deliveries/deliveries";
import { chunkRow, deliveryRow } from "../../shared/storage/deliveries/deliveryRows";
import { subscriptionIndexStore } from "../../shared/storage/subscriptions/indexes";
import { subscriptionStore } from "../../shared/storage/subscriptions/subscriptions";
import { expectedOf } from "../delivery/purge/expected";
import { type PastInstance } from "../delivery/purge/past";
import { NOW, purgeWorld } from "../delivery/purge/purgeWorld";
import { keyOf, referenceOf } from "../delivery/purge/storePast";
import { STORE_DEPS, aKey, aSubscription, at } from "./builders";
import { STORES, type Store } from "./stores";

const OLD = 31.5;
const YOUNG = 29.5;
const [event, subscription] = [{ deliveries: 3 }, { isAwaited: false }];

function aPast(instanceId: string): PastInstance {
  return {
    instanceId,
    events: [
      { ...event, ageDays: OLD, state: "done", deliveries: 120 },
      { ...event, ageDays: OLD, state: "gap" },
      { ...event, ageDays: OLD, state: "retrying" },
      { ...event, ageDays: OLD, state: "redriving" },
      { ...event, ageDays: YOUNG, state: "done" },
    ],
    subscriptions: [
      { ...subscription, ageDays: OLD, fate: "dormant" },
      { ...subscription, ageDays: OLD, fate: "revived" },
      { ...subscription, ageDays: OLD, fate: "superseded" },
      { ...subscription, ageDays: OLD, fate: "abandoned" },
      { ageDays: OLD, fate: "dormant", isAwaited: true },
      { ...subscription, ageDays: YOUNG, fate: "dormant" },
      { ...subscription, ageDays: YOUNG, fate: "superseded" },
    ],
    letterAges: [89.5, 90.5, 200],
    redrives: [
      { ageDays: 89.5, isDone: true },
      { ageDays: 90.5, isDone: true },
      { ageDays: 200, isDone: true },
      { ageDays: 200, isDone: false },
    ],
  };
}

describe.each(STORES)("a purge of $store", ({ open }) => {
  let store: Store;
  let stored: ReturnType<typeof subscriptionStore>;
  let indexes: ReturnType<typeof subscriptionIndexStore>;
  let traced: ReturnType<typeof deliveryStore>;
  beforeAll(async () => {
    store = await open();
    stored = subscriptionStore(store.tables.subscriptions, STORE_DEPS);
    indexes = subscriptionIndexStore(store.tables.subscriptions, STORE_DEPS);
    traced = deliveryStore(store.tables.deliveries, STORE_DEPS);
  });
  afterAll(() => store.close());

  test("removes what is old and no longer needed, and nothing else", async () => {
    const past = ["0", "d", "f"].map((digit) => aPast(randomUUID().replace(/^./, digit)));
    const world = await purgeWorld(past, store.tables, 1_000);
    const before = await world.rows();
    const expected = past.map((each) => expectedOf(each, NOW));
    const go = new Set(expected.flatMap((each) => each.go));
    await world.run();
    expect(world.lines).toMatchObject([{ events: 6, deadLetters: 6, redrives: 6, subscriptions: 6, callbacks: 9 }]);
    expect([...(await world.rows())].toSorted()).toEqual([...before].filter((name) => !go.has(name)).toSorted());
  });

  test("a delivery that is redriven meanwhile is not removed", async () => {
    const { deliveries } = store.tables;
    const { eventId } = referenceOf(randomUUID(), 7);
    const [one, other] = [keyOf("i", 1), keyOf("i", 2)].map(deliveryRow) as [string, string];
    for (const row of [one, other])
      await deliveries.write(eventId, [{ kind: "insert", row, values: { state: "dead" } }]);
    const traces = await traced.listDeliveryTraces(eventId);
    await deliveries.write(eventId, [
      { kind: "merge", row: one, values: { state: "redriving" } },
      { kind: "insert", row: chunkRow("redrive"), values: {} },
    ]);
    await traced.removeDeliveryTraces(eventId, traces);
    const left = await traced.listDeliveryTraces(eventId);
    expect(left.map(({ row, isChunk }) => [row, isChunk])).toEqual([
      [chunkRow("redrive"), true],
      [one, false],
    ]);
  });

  test("of a callback with two live subscriptions the older ends where the newer begins", async () => {
    const [instanceId, connection] = [randomUUID(), randomUUID()];
    const [older, newer, alone] = [3, 5, 7].map((afterSequence) =>
      aSubscription({ key: aKey({ instanceId }), connection, afterSequence }),
    ) as [Subscription, Subscription, Subscription];
    const other = { ...alone, callbackUrl: "https://flows.example/other" };
    for (const [order, each] of [older, newer, other].entries()) {
      await indexes.indexConnection(each, NOW.getTime() + order);
      await indexes.indexCallback(each, NOW.getTime() + order);
      await stored.saveSubscription(each, []);
    }
    const world = await purgeWorld([], store.tables, 1_000);
    await world.run();
    expect(world.lines).toMatchObject([{ settled: 1 }]);
    const load = stored.loadSubscription;
    const ends = [older, newer, other].map(async ({ key }) => (await load(key))?.untilSequence);
    expect(await Promise.all(ends)).toEqual([5, undefined, undefined]);
  });

  test("a superseded subscription counts from when another took over", async () => {
    const instanceId = randomUUID();
    const old = aSubscription({ key: aKey({ instanceId }), createdAt: at(-1_000) });
    const next = aSubscription({ key: aKey({ instanceId }), createdAt: at(-10), afterSequence: 5 });
    await stored.saveSubscription(old, []);
    await stored.saveSubscription(next, [old.key]);
    expect(await stored.listEndedSubscriptions(instanceId)).toEqual([
      { key: old.key, version: expect.any(String), ended: { at: at(-10), sequence: 5 } },
    ]);
  });
});
