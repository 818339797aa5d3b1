import { randomUUID } from "node:crypto";
import { type Interest } from "../../shared/detection/observe/interest";
import { type CodedError } from "../../shared/model/errors";
import { type Trigger } from "../../shared/model/event";
import { type Subscription, type SubscriptionKey, type Threshold } from "../../shared/model/subscription";
import { interestStore } from "../../shared/storage/subscriptions/interest";
import { subscriptionRow } from "../../shared/storage/subscriptions/subscriptionRows";
import { subscriptionStore } from "../../shared/storage/subscriptions/subscriptions";
import { suspensionStore } from "../../shared/storage/subscriptions/suspension";
import { type Table } from "../../shared/storage/table/table";
import { STORE_DEPS, aSubscription } from "./builders";
import { countRows } from "./countRows";
import { STORES, type Store } from "./stores";

const ABOVE_1: Threshold = { value: 1, direction: "above" };
const BELOW_2: Threshold = { value: 2, direction: "below" };

describe.each(STORES)("interest in $store", ({ open }) => {
  let store: Store;
  let subscriptions: ReturnType<typeof subscriptionStore>;
  let suspensions: ReturnType<typeof suspensionStore>;
  let instanceId: string;
  const reported: CodedError[] = [];
  const deps = { ...STORE_DEPS, report: (error: CodedError) => void reported.push(error) };

  beforeAll(async () => {
    store = await open();
    subscriptions = subscriptionStore(store.tables.subscriptions, deps);
    suspensions = suspensionStore(store.tables.subscriptions, deps);
  });
  afterAll(() => store.close());
  beforeEach(() => {
    instanceId = randomUUID();
    reported.length = 0;
  });

  const table = (): Table => store.tables.subscriptions;
  const interest = (from = table()): Promise<Interest> => interestStore(from, deps).loadInterest(instanceId);
  const to = (trigger: Trigger, resource?: string, threshold = ABOVE_1): Subscription =>
    aSubscription({
      ...(resource === undefined ? {} : { resource }),
      key: { instanceId, trigger, ...(resource === undefined ? {} : { threshold }) },
    });
  const save = (subscription: Subscription, superseded: readonly SubscriptionKey[] = []): Promise<void> =>
    subscriptions.saveSubscription(subscription, superseded);

  test("is in nothing where there are no subscriptions", async () => {
    await save(aSubscription());
    expect(await interest()).toEqual({ triggers: new Set(), segments: [], measures: [] });
  });

  test("is in the triggers of live subscriptions", async () => {
    const old = to("data-source-refresh-succeeded");
    await save(old);
    await save(to("full-refresh-completed"), [old.key]);
    await save(aSubscription({ resource: "1", key: { instanceId } }));
    const triggers = new Set<Trigger>(["data-source-refresh-failed", "full-refresh-completed"]);
    expect(await interest()).toEqual({ triggers, segments: [], measures: [] });
  });

  test("is in each segment and measure by its name, once, however many subscriptions it has", async () => {
    const names = ["vip", "Ünïcode / #1", "a.b"];
    for (const name of names)
      for (const threshold of [ABOVE_1, BELOW_2]) {
        await save(to("segment-threshold-crossed", name, threshold));
        await save(to("segment-threshold-crossed", name, threshold));
      }
    await save(to("measure-threshold-crossed", "vip", BELOW_2));
    const counted = countRows(table());
    const { triggers, segments, measures } = await interest(counted);
    expect(triggers).toEqual(new Set(["segment-threshold-crossed", "measure-threshold-crossed"]));
    expect(segments.toSorted()).toEqual(names.toSorted());
    expect(measures).toEqual(["vip"]);
    expect(counted.rowsRead()).toBe(6);
  });

  test("is not in what was taken over by a later subscription, and still in what is suspended", async () => {
    const [old, kept] = [to("segment-threshold-crossed", "old"), to("segment-threshold-crossed", "kept")];
    await save(old);
    await save(kept);
    await save(to("segment-threshold-crossed", "new"), [old.key]);
    await suspensions.suspendSubscriptions(instanceId, { reason: "resource-deleted" });
    expect((await interest()).segments.toSorted()).toEqual(["kept", "new"]);
  });

  test("a row that does not name its segment is reported and hides no other, not of the same segment either", async () => {
    const good = to("segment-threshold-crossed", "vip", BELOW_2);
    await save(good);
    const bad = subscriptionRow({ ...good.key, threshold: ABOVE_1 });
    await table().write(instanceId, [{ kind: "insert", row: bad, values: { live: true } }]);
    expect((await interest()).segments).toEqual(["vip"]);
    expect(reported.map(({ code }) => code)).toEqual(["invalid-row"]);
    expect(reported[0]?.target).not.toContain(good.key.random);
  });
});
