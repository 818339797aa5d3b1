import { randomUUID } from "node:crypto";
import { type CodedError } from "../../shared/model/errors";
import { type Subscription, type SubscriptionKey } from "../../shared/model/subscription";
import { subscriptionIndexStore } from "../../shared/storage/subscriptions/indexes";
import { subscriptionRow } from "../../shared/storage/subscriptions/subscriptionRows";
import { subscriptionStore } from "../../shared/storage/subscriptions/subscriptions";
import { STORE_DEPS, aKey, aSubscription } from "./builders";
import { STORES, type Store } from "./stores";

type Given = Partial<Omit<Subscription, "key">> & { readonly key?: Partial<SubscriptionKey> };

describe.each(STORES)("subscriptions in $store", ({ open }) => {
  let store: Store;
  let subscriptions: ReturnType<typeof subscriptionStore>;
  let indexes: ReturnType<typeof subscriptionIndexStore>;
  let instanceId: string;
  const reported: CodedError[] = [];
  const deps = { ...STORE_DEPS, report: (error: CodedError) => void reported.push(error) };
  beforeAll(async () => {
    store = await open();
    subscriptions = subscriptionStore(store.tables.subscriptions, deps);
    indexes = subscriptionIndexStore(store.tables.subscriptions, deps);
  });
  afterAll(() => store.close());
  beforeEach(() => {
    instanceId = randomUUID();
    reported.length = 0;
  });

  const table = (): Store["tables"]["subscriptions"] => store.tables.subscriptions;
  const save = (subscription: Subscription, superseded: readonly SubscriptionKey[] = []): Promise<void> =>
    subscriptions.saveSubscription(subscription, superseded);
  const load = (key: SubscriptionKey): Promise<Subscription | undefined> => subscriptions.loadSubscription(key);
  const here = (subscription: Given = {}): Subscription =>
    aSubscription({ ...subscription, key: { instanceId, ...subscription.key } });

  test("a subscription comes back as it was saved, with its callback sealed in between", async () => {
    const callbackUrl = `https://prod.example.com/${"p".repeat(16_000)}?sig=secret`;
    const subscription = here({ callbackUrl, resource: "Ünïcode / #1", afterSequence: 7 });
    await save(subscription);
    expect(await load(subscription.key)).toEqual(subscription);
    const row = await table().get(instanceId, subscriptionRow(subscription.key));
    expect(JSON.stringify(row)).not.toContain("sig=secret");
  });

  test.each<Given>([
    { key: { threshold: { value: -1e-300, direction: "below" } }, suspended: "has-dimensions" },
    { key: { threshold: { value: Number.MAX_VALUE, direction: "either" } } },
    { refreshOptions: { includeManual: false, outcome: "any" } },
    { refreshOptions: { includeManual: true, outcome: "completed" }, untilSequence: 9 },
  ])("threshold, options and suspension come back: %j", async (given) => {
    const subscription = here(given);
    await save(subscription);
    await indexes.indexCallback(subscription, 1);
    expect(await load(subscription.key)).toEqual(subscription);
    const entries = await indexes.listByCallback(subscription);
    expect(entries).toContainEqual({ key: subscription.key, order: 1 });
    await indexes.removeSubscriptions(subscription, [subscription.key]);
    expect(await load(subscription.key)).toBeUndefined();
  });

  test("one that is live ends where it is told to; one that has ended keeps its end, and one that is gone stays so", async () => {
    const [live, gone] = [here(), here()];
    await save(live);
    const end = subscriptions.endSubscription;
    for (const untilSequence of [8, 9]) await end(live.key, untilSequence);
    await end(gone.key, 8);
    expect(await load(live.key)).toEqual({ ...live, untilSequence: 8 });
    expect(await load(gone.key)).toBeUndefined();
  });

  test("those of a chunk come together, without their neighbours and without those that are gone", async () => {
    const mine = [...Array.from({ length: 20 }, () => here()), here({ resource: "1" }), aSubscription()];
    const neighbours = [here(), here(), here({ resource: "1" }), here({ resource: "2" })];
    for (const each of [...mine, ...neighbours]) await save(each);
    const one = subscriptions.loadSubscription;
    const gone = [aKey({ instanceId }), aKey({ instanceId, resource: "3" })];
    expect(await Promise.all([...mine.map(({ key }) => key), ...gone].map(one))).toEqual([
      ...mine,
      undefined,
      undefined,
    ]);
  });

  test("one that cannot be read is an error, not gone, and is none of another", async () => {
    const [good, bad] = [here(), here()];
    await save(good);
    await table().write(instanceId, [{ kind: "insert", row: subscriptionRow(bad.key), values: { live: true } }]);
    const one = subscriptions.loadSubscription;
    expect(await Promise.allSettled([one(good.key), one(bad.key)])).toEqual([
      { status: "fulfilled", value: good },
      { status: "rejected", reason: expect.objectContaining({ code: "invalid-row" }) as unknown },
    ]);
  });

  test("a sealed callback of 40,000 characters fits", async () => {
    const subscription = here({ callbackUrl: `https://a.example.com/${"p".repeat(40_000)}` });
    await save(subscription);
    expect(await load(subscription.key)).toEqual(subscription);
  });

  test("an unknown subscription is not there", async () => {
    expect(await load(aKey({ instanceId }))).toBeUndefined();
  });

  test("a new subscription ends those it supersedes at its own beginning", async () => {
    const [old, older, fresh] = [here(), here(), here({ afterSequence: 12 })];
    await save(old);
    await save(older);
    await save(fresh, [old.key, older.key]);
    expect(await load(old.key)).toEqual({ ...old, untilSequence: 12 });
    expect(await load(older.key)).toEqual({ ...older, untilSequence: 12 });
    expect(await load(fresh.key)).toEqual(fresh);
  });

  test("superseded ones that are gone are passed over", async () => {
    const [old, fresh] = [here(), here({ afterSequence: 3 })];
    await save(old);
    await save(fresh, [aKey({ instanceId }), old.key, aKey({ instanceId })]);
    expect((await load(old.key))?.untilSequence).toBe(3);
    expect(await load(fresh.key)).toEqual(fresh);
  });

  test.each(["loseNextAnswer", "loseNextAnswerForGood"] as const)(
    "invariant 3: a save counts though %s",
    async (lose) => {
      const [old, fresh] = [here(), here({ afterSequence: 3 })];
      await save(old);
      store[lose]();
      await save(fresh, [old.key]);
      expect((await load(old.key))?.untilSequence).toBe(3);
      expect(await load(fresh.key)).toEqual(fresh);
    },
  );

  test("the index knows the subscriptions of one connection's callback, also without their rows", async () => {
    const callbackUrl = `https://a.example.com/${randomUUID()}`;
    const [first, second] = [here({ callbackUrl }), aSubscription({ callbackUrl })];
    const others = [here({ callbackUrl, connection: "other" }), here({ callbackUrl: `${callbackUrl}x` })];
    for (const [order, each] of [first, second, ...others].entries()) await indexes.indexCallback(each, order);
    await indexes.indexCallback(first, 1_763_684_640_000);
    const entries = await indexes.listByCallback({ connection: first.connection, callbackUrl });
    expect(entries).toHaveLength(2);
    expect(entries).toEqual(
      expect.arrayContaining([
        { key: first.key, order: 1_763_684_640_000 },
        { key: second.key, order: 1 },
      ]),
    );
  });

  test("removal takes the rows and their entries, and passes over unknown ones", async () => {
    const subscription = here({ callbackUrl: `https://a.example.com/${randomUUID()}` });
    await indexes.indexCallback(subscription, 1);
    await save(subscription);
    store.loseNextAnswer();
    await indexes.removeSubscriptions(subscription, [subscription.key, aKey({ instanceId })]);
    expect(await load(subscription.key)).toBeUndefined();
    expect(await indexes.listByCallback(subscription)).toEqual([]);
  });
});
