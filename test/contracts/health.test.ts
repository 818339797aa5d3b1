import { randomUUID } from "node:crypto";
import { type Health, type HealthCounts, type Subscription } from "../../shared/model/subscription";
import { healthStore } from "../../shared/storage/subscriptions/health";
import { subscriptionIndexStore } from "../../shared/storage/subscriptions/indexes";
import { matchStore } from "../../shared/storage/subscriptions/matching";
import { subscriptionStore } from "../../shared/storage/subscriptions/subscriptions";
import { suspensionStore } from "../../shared/storage/subscriptions/suspension";
import { type Table } from "../../shared/storage/table/table";
import { STORE_DEPS, aSubscription, anEvent, at } from "./builders";
import { countRows } from "./countRows";
import { STORES, type Store } from "./stores";

const SLOW: Health = { state: "active", slow: true, changedAt: at(10) };
const DORMANT: Health = { state: "dormant", dormantSince: at(20), cause: "gone", slow: false, changedAt: at(20) };
const WELL: Health = { state: "active", slow: false, changedAt: at(30) };

describe.each(STORES)("health in $store", ({ open }) => {
  let store: Store;
  let saved: ReturnType<typeof subscriptionStore>;
  let indexes: ReturnType<typeof subscriptionIndexStore>;
  let matches: ReturnType<typeof matchStore>;
  let suspensions: ReturnType<typeof suspensionStore>;
  let healths: ReturnType<typeof healthStore>;
  let instanceId: string;

  beforeAll(async () => {
    store = await open();
    saved = subscriptionStore(store.tables.subscriptions, STORE_DEPS);
    indexes = subscriptionIndexStore(store.tables.subscriptions, STORE_DEPS);
    matches = matchStore(store.tables.subscriptions, STORE_DEPS);
    suspensions = suspensionStore(store.tables.subscriptions, STORE_DEPS);
    healths = healthStore(store.tables.subscriptions, STORE_DEPS);
  });
  afterAll(() => store.close());
  beforeEach(() => (instanceId = randomUUID()));

  const table = (): Table => store.tables.subscriptions;
  const aSaved = async (rest: Partial<Subscription> = {}): Promise<Subscription> => {
    const subscription = aSubscription({ ...rest, key: { instanceId } });
    await saved.saveSubscription(subscription, []);
    return subscription;
  };
  const save = (changed: readonly Subscription[], health: Health, within = table()): Promise<void> => {
    const changes = changed.map(({ key }) => ({ key, health }));
    return healthStore(within, STORE_DEPS).saveHealth(instanceId, changes);
  };
  const slowMatches = async (): Promise<(boolean | undefined)[]> => {
    const { items } = await matches.matchSubscriptions({ ...anEvent({ instanceId }), sequence: 1 }, undefined);
    return items.map(({ slow }) => slow);
  };
  const unwell = (): Promise<HealthCounts> => healths.countUnhealthy(instanceId);
  const load = ({ key }: Subscription): Promise<Subscription | undefined> => saved.loadSubscription(key);

  test.each([SLOW, DORMANT, WELL])("%j comes back, with nothing else changed", async (health) => {
    const subscription = await aSaved();
    await save([subscription], health);
    expect(await load(subscription)).toEqual({ ...subscription, health });
  });

  test("live subscriptions that are dormant are counted by cause, and those that are slow", async () => {
    await aSaved();
    expect(await unwell()).toEqual({ dormant: {}, slow: 0 });
    const gone = [await aSaved(), await aSaved()];
    await save([...gone, await aSaved({ untilSequence: 4 })], DORMANT);
    await save([await aSaved()], SLOW);
    await save([await aSaved()], { ...DORMANT, cause: "flow-off", slow: true });
    expect(await unwell()).toEqual({ dormant: { gone: 2, "flow-off": 1 }, slow: 2 });
    await save(gone, WELL);
    expect(await unwell()).toEqual({ dormant: { "flow-off": 1 }, slow: 2 });
  });

  test("whoever matches an event is known to be slow, and not any more", async () => {
    const subscription = await aSaved();
    expect(await slowMatches()).toEqual([undefined]);
    await save([subscription], SLOW);
    expect(await slowMatches()).toEqual([true]);
    await save([subscription], WELL);
    expect(await slowMatches()).toEqual([false]);
  });

  test("a subscription that was dormant is not any more", async () => {
    const subscription = await aSaved();
    for (const health of [SLOW, DORMANT, WELL]) await save([subscription], health);
    expect(await load(subscription)).toEqual({ ...subscription, health: WELL });
  });

  test("what is older than what is stored, or the same, is not written", async () => {
    const subscription = await aSaved();
    await save([subscription], DORMANT);
    const before = await table().list(instanceId, { from: "", before: "~" });
    await save([subscription], SLOW);
    await save([subscription], DORMANT);
    expect(await table().list(instanceId, { from: "", before: "~" })).toEqual(before);
  });

  test("a deleted subscription stays deleted, also when it is deleted meanwhile; the others are written", async () => {
    const [first, second, third] = [await aSaved(), await aSaved(), await aSaved()];
    const remove = ({ key }: Subscription): Promise<void> => indexes.removeSubscriptions(aSubscription(), [key]);
    await remove(first);
    const racing: Table = {
      ...countRows(table()),
      list: async (...asked) => {
        const rows = await table().list(...asked);
        await remove(second);
        return rows;
      },
    };
    await save([first, second, third], DORMANT, racing);
    expect([await load(first), await load(second)]).toEqual([undefined, undefined]);
    expect(await load(third)).toEqual({ ...third, health: DORMANT });
  });

  test("a suspension that comes between stays, and so does its subscription's health", async () => {
    const subscription = await aSaved();
    const racing: Table = {
      ...countRows(table()),
      get: async (...asked) => {
        const row = await table().get(...asked);
        await suspensions.suspendSubscriptions(instanceId, { reason: "instance-gone" });
        return row;
      },
    };
    await save([subscription], DORMANT, racing);
    expect(await load(subscription)).toEqual({ ...subscription, suspended: "instance-gone" });
  });

  test.each(["loseNextAnswer", "loseNextAnswerForGood"] as const)(
    "invariant 3: health is had though %s",
    async (lose) => {
      const subscription = await aSaved();
      store[lose]();
      await save([subscription], SLOW);
      expect(await load(subscription)).toEqual({ ...subscription, health: SLOW });
    },
  );

  test("a chunk's worth is one query and one transaction", async () => {
    const all = await Promise.all(Array.from({ length: 16 }, () => aSaved()));
    const counted = countRows(table());
    await save(all, SLOW, counted);
    expect(counted.reads()).toBe(1);
    expect(await load(all[15] as Subscription)).toMatchObject({ health: SLOW });
  });
});
