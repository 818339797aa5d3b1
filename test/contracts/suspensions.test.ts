import { randomUUID } from "node:crypto";
import {
  type Subscription,
  type SubscriptionKey,
  type SuspendReason,
  type Suspension,
  type SuspensionScope,
} from "../../shared/model/subscription";
import { subscriptionIndexStore } from "../../shared/storage/subscriptions/indexes";
import { subscriptionStore } from "../../shared/storage/subscriptions/subscriptions";
import { suspensionStore } from "../../shared/storage/subscriptions/suspension";
import { type StoredRow, type Table } from "../../shared/storage/table/table";
import { STORE_DEPS, aKey, aSubscription } from "./builders";
import { countRows } from "./countRows";
import { insertSubscriptions } from "./insertSubscriptions";
import { STORES, type Store } from "./stores";

const SEGMENT = { trigger: "segment-threshold-crossed", resource: "vip" } as const;

describe.each(STORES)("suspending subscriptions in $store", ({ open }) => {
  let store: Store;
  let subscriptions: ReturnType<typeof subscriptionStore>;
  let indexes: ReturnType<typeof subscriptionIndexStore>;
  let suspensions: ReturnType<typeof suspensionStore>;
  let instanceId: string;

  beforeAll(async () => {
    store = await open();
    subscriptions = subscriptionStore(store.tables.subscriptions, STORE_DEPS);
    indexes = subscriptionIndexStore(store.tables.subscriptions, STORE_DEPS);
    suspensions = suspensionStore(store.tables.subscriptions, STORE_DEPS);
  });
  afterAll(() => store.close());
  beforeEach(() => (instanceId = randomUUID()));

  const table = (): Table => store.tables.subscriptions;
  const rows = (): Promise<readonly StoredRow[]> => table().list(instanceId, { from: "", before: "~" });
  const suspend = (suspension: Suspension, within = table()): Promise<void> =>
    suspensionStore(within, STORE_DEPS).suspendSubscriptions(instanceId, suspension);
  const resume = (scope: SuspensionScope): Promise<void> => suspensions.resumeSubscriptions(instanceId, scope);
  const states = async (keys: readonly SubscriptionKey[]): Promise<(SuspendReason | "live" | "gone")[]> => {
    const loaded = await Promise.all(keys.map((key) => subscriptions.loadSubscription(key)));
    return loaded.map((each) => (each ? (each.suspended ?? "live") : "gone"));
  };

  /** To the segment, to another segment, to a measure of the same name, to data sources, and of another instance. */
  const saveAll = async (): Promise<readonly SubscriptionKey[]> => {
    const threshold = { value: 1, direction: "above" } as const;
    const to = (trigger: SubscriptionKey["trigger"], resource: string): Subscription =>
      aSubscription({ resource, key: { instanceId, trigger, threshold } });
    const all = [
      to("segment-threshold-crossed", "vip"),
      to("segment-threshold-crossed", "other"),
      to("measure-threshold-crossed", "vip"),
      aSubscription({ key: { instanceId } }),
      aSubscription(),
    ];
    for (const each of all) await subscriptions.saveSubscription(each, []);
    return all.map(({ key }) => key);
  };

  test.each<{ scope: SuspensionScope; suspended: boolean[] }>([
    { scope: SEGMENT, suspended: [true, false, false, false, false] },
    { scope: { trigger: "segment-threshold-crossed" }, suspended: [true, true, false, false, false] },
    { scope: { resource: "vip" }, suspended: [true, false, true, false, false] },
    { scope: { trigger: "full-refresh-completed" }, suspended: [false, false, false, false, false] },
    { scope: {}, suspended: [true, true, true, true, false] },
  ])("$scope suspends those in it, and resumes them", async ({ scope, suspended }) => {
    const keys = await saveAll();
    await suspend({ ...scope, reason: "instance-gone" });
    expect(await states(keys)).toEqual(suspended.map((each) => (each ? "instance-gone" : "live")));
    await resume(scope);
    expect(await states(keys)).toEqual(keys.map(() => "live"));
  });

  test("the latest reason stands, and nothing else of a subscription changes", async () => {
    const subscription = aSubscription({ resource: "vip", key: { instanceId }, untilSequence: 4 });
    await subscriptions.saveSubscription(subscription, []);
    await suspend({ reason: "instance-gone" });
    await suspend({ resource: "vip", reason: "has-dimensions" });
    const load = subscriptions.loadSubscription;
    expect(await load(subscription.key)).toEqual({ ...subscription, suspended: "has-dimensions" });
    await resume({});
    expect(await load(subscription.key)).toEqual(subscription);
  });

  test("what is suspended already is not written again", async () => {
    await saveAll();
    await suspend({ reason: "instance-gone" });
    const before = await rows();
    await suspend({ reason: "instance-gone" });
    expect(await rows()).toEqual(before);
  });

  test("one that was removed meanwhile stays removed, and the others are suspended", async () => {
    const [first, second, third] = (await saveAll()) as [SubscriptionKey, SubscriptionKey, SubscriptionKey];
    const racing: Table = {
      ...countRows(table()),
      list: async (...asked) => {
        const found = await table().list(...asked);
        await indexes.removeSubscriptions(aSubscription(), [second]);
        return found;
      },
    };
    await suspend({ reason: "resource-deleted" }, racing);
    expect(await states([first, second, third])).toEqual(["resource-deleted", "gone", "resource-deleted"]);
  });

  test.each(["loseNextAnswer", "loseNextAnswerForGood"] as const)("a suspension counts though %s", async (lose) => {
    const keys = await saveAll();
    store[lose]();
    await suspend({ reason: "instance-gone" });
    expect((await states(keys)).slice(0, 4)).toEqual(keys.slice(0, 4).map(() => "instance-gone"));
  });

  test("1,150 of one segment are suspended, page by page", async () => {
    const keys = Array.from({ length: 1_150 }, (_, index) =>
      aKey({ instanceId, ...SEGMENT, threshold: { value: index, direction: "above" } }),
    );
    await insertSubscriptions(table(), instanceId, keys);
    await suspend({ ...SEGMENT, reason: "resource-deleted" });
    expect((await rows()).filter(({ values }) => values["suspended"] === "resource-deleted")).toHaveLength(1_150);
    const counted = countRows(table());
    await suspend({ ...SEGMENT, reason: "resource-deleted" }, counted);
    expect(counted.reads()).toBe(2);
  });
});
