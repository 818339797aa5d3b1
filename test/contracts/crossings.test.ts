import { randomUUID } from "node:crypto";
import { type Match } from "../../shared/delivery/ports";
import { type Crossing, type StoredEvent } from "../../shared/model/event";
import { DIRECTIONS, type Direction, type Subscription, type SubscriptionKey } from "../../shared/model/subscription";
import { matchStore } from "../../shared/storage/subscriptions/matching";
import { subscriptionStore } from "../../shared/storage/subscriptions/subscriptions";
import { type Table } from "../../shared/storage/table/table";
import { STORE_DEPS, aKey, aSubscription, anEvent } from "./builders";
import { countRows } from "./countRows";
import { insertSubscriptions } from "./insertSubscriptions";
import { STORES, type Store } from "./stores";

const SEGMENT = "vip_customers";

describe.each(STORES)("a step across thresholds in $store", ({ open }) => {
  let store: Store;
  let subscriptions: ReturnType<typeof subscriptionStore>;
  let matches: ReturnType<typeof matchStore>;
  let instanceId: string;

  beforeAll(async () => {
    store = await open();
    subscriptions = subscriptionStore(store.tables.subscriptions, STORE_DEPS);
    matches = matchStore(store.tables.subscriptions, STORE_DEPS);
  });
  afterAll(() => store.close());
  beforeEach(() => (instanceId = randomUUID()));

  const table = (): Table => store.tables.subscriptions;
  const keyOf = (value: number, direction: Direction, resource = SEGMENT): SubscriptionKey =>
    aKey({ instanceId, trigger: "segment-threshold-crossed", resource, threshold: { value, direction } });
  const anyOf = (value: number, direction: Direction): Subscription =>
    aSubscription({ resource: SEGMENT, key: keyOf(value, direction) });
  const save = (subscription: Subscription, superseded: readonly SubscriptionKey[] = []): Promise<void> =>
    subscriptions.saveSubscription(subscription, superseded);
  const step = (previous: number, current: number, resource = SEGMENT): StoredEvent => {
    const crossing: Crossing = { previous, current };
    return { ...anEvent({ instanceId, trigger: "segment-threshold-crossed", resource, crossing }), sequence: 9 };
  };
  const match = async (event: StoredEvent, from = table()): Promise<readonly Match[]> =>
    (await matchStore(from, STORE_DEPS).matchSubscriptions(event, undefined)).items;
  const named = async (event: StoredEvent): Promise<string[]> =>
    (await match(event)).map(({ key: { threshold } }) => `${threshold?.direction} ${threshold?.value}`);

  test.each([
    { from: 5, to: 20, fires: ["above 10", "either 10"] },
    { from: 10, to: 20, fires: ["above 10", "either 10"] },
    { from: 5, to: 10, fires: [] },
    { from: 10, to: 10, fires: [] },
    { from: 20, to: 10, fires: [] },
    { from: 10, to: 5, fires: ["below 10", "either 10"] },
    { from: 20, to: 5, fires: ["below 10", "either 10"] },
    { from: 20, to: 11, fires: [] },
    { from: -20, to: -5, fires: ["above -10", "either -10"] },
    { from: -5, to: -20, fires: ["below -10", "either -10"] },
    { from: -0, to: 5e-324, fires: ["above 0", "either 0"] },
    { from: 0, to: -5e-324, fires: ["below 0", "either 0"] },
    { from: 5e-324, to: -0, fires: [] },
    { from: 1e300, to: Number.MAX_VALUE, fires: ["above 1e+308", "either 1e+308"] },
  ])("from $from to $to fires $fires", async ({ from, to, fires }) => {
    const keys = [10, -10, 0, 1e308].flatMap((value) => DIRECTIONS.map((direction) => keyOf(value, direction)));
    await insertSubscriptions(table(), instanceId, [...keys, keyOf(10, "either", "another")]);
    expect(await named(step(from, to))).toEqual(fires);
    expect(await matches.isCrossed(step(from, to))).toBe(fires.length > 0);
    expect(await matches.isCrossed(step(from, to, "unwatched"))).toBe(false);
  });

  test("of 10,000 thresholds on one segment only the rows that fire are read, and loaded", async () => {
    const keys = Array.from({ length: 10_000 }, (_, index) =>
      keyOf(Math.floor(index / 3), DIRECTIONS[index % 3] ?? "above"),
    );
    await insertSubscriptions(table(), instanceId, keys);
    const counted = countRows(table());
    const found = await match(step(100, 110), counted);
    expect(found).toHaveLength(20);
    expect(counted.rowsRead()).toBe(20);
    expect(counted.reads()).toBe(2);
    expect(await matchStore(counted, STORE_DEPS).isCrossed(step(100, 110))).toBe(true);
    expect(counted.rowsRead()).toBe(21);
    const load = subscriptionStore(counted, STORE_DEPS).loadSubscription;
    await Promise.allSettled(found.slice(2, 18).map(({ key }) => load(key)));
    expect(counted.rowsRead()).toBe(37);
    expect(await matchStore(counted, STORE_DEPS).isCrossed(step(90_000, 91_000))).toBe(false);
    expect(await match(step(91_000, 90_000), counted)).toEqual([]);
    expect(counted.rowsRead()).toBe(37);
  }, 60_000); // Azurite takes seconds to write them

  test("1,500 that one step fires come in pages, each once", async () => {
    const keys = Array.from({ length: 1_500 }, (_, index) => keyOf(index, index < 900 ? "below" : "either"));
    await insertSubscriptions(table(), instanceId, keys);
    const event = step(5_000, -1);
    const first = await matches.matchSubscriptions(event, undefined);
    const second = await matches.matchSubscriptions(event, first.cursor);
    expect(first.items).toHaveLength(1_000);
    expect(second).not.toHaveProperty("cursor");
    expect([...first.items, ...second.items].map(({ key }) => key)).toEqual(keys);
  });

  test("one that a later one took over is matched, for earlier events, and makes no new event", async () => {
    const old = anyOf(10, "above");
    await save(old);
    await save(aSubscription({ afterSequence: 9, key: { instanceId } }), [old.key]);
    expect(await match(step(5, 20))).toEqual([{ key: old.key, afterSequence: 0, untilSequence: 9 }]);
    expect(await matches.isCrossed(step(5, 20))).toBe(false);
  });

  test("a suspended one is matched, and makes events", async () => {
    const subscription: Subscription = { ...anyOf(10, "either"), suspended: "resource-deleted" };
    await save(subscription);
    expect(await match(step(5, 20))).toEqual([{ key: subscription.key, afterSequence: 0 }]);
    expect(await matches.isCrossed(step(5, 20))).toBe(true);
  });

  test("what a subscription wishes for comes with it", async () => {
    const trigger = "full-refresh-completed";
    const refreshOptions = { includeManual: true, outcome: "any" } as const;
    const [plain, wishing] = [
      aSubscription({ key: { instanceId, trigger } }),
      aSubscription({ refreshOptions, key: { instanceId, trigger } }),
    ];
    for (const each of [plain, wishing]) await save(each);
    const { resource: _, ...event } = anEvent({ instanceId, trigger });
    const found = await match({ ...event, sequence: 1 });
    expect(found).toHaveLength(2);
    expect(found).toContainEqual({ key: plain.key, afterSequence: 0 });
    expect(found).toContainEqual({ key: wishing.key, afterSequence: 0, refreshOptions });
  });
});
