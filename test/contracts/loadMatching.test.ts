import { randomUUID } from "node:crypto";
import { type StoredEvent } from "../../shared/model/event";
import { matchStore } from "../../shared/storage/subscriptions/matching";
import { subscriptionRow } from "../../shared/storage/subscriptions/subscriptionRows";
import { subscriptionStore } from "../../shared/storage/subscriptions/subscriptions";
import { STORE_DEPS, aSubscription, anEvent } from "./builders";
import { STORES, type Store } from "./stores";

describe.each(STORES)("loading what an event is for in $store", ({ open }) => {
  let store: Store;
  let event: StoredEvent;

  beforeAll(async () => (store = await open()));
  afterAll(() => store.close());
  beforeEach(() => (event = { ...anEvent({ instanceId: randomUUID(), resource: "1" }), sequence: 1 }));

  test("gives subscriptions whole, to its resource and to any, none to another", async () => {
    const key = { instanceId: event.instanceId };
    const [one, any] = [aSubscription({ key, resource: "1" }), aSubscription({ key })];
    const { subscriptions } = store.tables;
    for (const each of [any, one, aSubscription({ key, resource: "2" })])
      await subscriptionStore(subscriptions, STORE_DEPS).saveSubscription(each, []);
    const { items, cursor } = await matchStore(subscriptions, STORE_DEPS).loadMatching(event);
    expect(items).toHaveLength(2);
    expect(items).toEqual(expect.arrayContaining([one, any]));
    expect(cursor).toBeUndefined();
  });

  test.each([127, 128, 300])("finds %i though others stand between", async (count) => {
    const key = { instanceId: event.instanceId };
    const all = Array.from({ length: count }, (_, index) =>
      aSubscription({ key, ...(index % 3 > 0 && { resource: String(index % 3) }) }),
    );
    await Promise.all(
      all.map((each) => subscriptionStore(store.tables.subscriptions, STORE_DEPS).saveSubscription(each, [])),
    );
    const { items } = await matchStore(store.tables.subscriptions, STORE_DEPS).loadMatching(event);
    const wanted = all.filter(({ resource }) => resource !== "2");
    expect(items.map(({ key: { random } }) => random).toSorted()).toEqual(
      wanted.map(({ key: { random } }) => random).toSorted(),
    );
  });

  test("a row that cannot be read is told, not passed over: its flow would never be called", async () => {
    const { key } = aSubscription({ key: { instanceId: event.instanceId } });
    const row = subscriptionRow(key);
    await store.tables.subscriptions.write(event.instanceId, [{ kind: "insert", row, values: { afterSequence: 0 } }]);
    await expect(matchStore(store.tables.subscriptions, STORE_DEPS).loadMatching(event)).rejects.toMatchObject({
      code: "invalid-row",
    });
  });
});
