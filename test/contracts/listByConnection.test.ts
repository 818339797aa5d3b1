import { randomUUID } from "node:crypto";
import { purgeCallbacks } from "../../shared/delivery/purge/purgeCallbacks";
import { type CodedError } from "../../shared/model/errors";
import { type Subscription } from "../../shared/model/subscription";
import { subscriptionIndexStore } from "../../shared/storage/subscriptions/indexes";
import { connectionPartition, subscriptionRow } from "../../shared/storage/subscriptions/subscriptionRows";
import { subscriptionStore } from "../../shared/storage/subscriptions/subscriptions";
import { NOW, STORE_DEPS, aSubscription } from "./builders";
import { STORES, type Store } from "./stores";

describe.each(STORES)("subscriptions of a connection in $store", ({ open }) => {
  let store: Store;
  let subscriptions: ReturnType<typeof subscriptionStore>;
  let indexes: ReturnType<typeof subscriptionIndexStore>;
  let connection: string;
  const reported: CodedError[] = [];
  const storeDeps = { ...STORE_DEPS, report: (error: CodedError) => void reported.push(error) };

  beforeAll(async () => {
    store = await open();
    subscriptions = subscriptionStore(store.tables.subscriptions, storeDeps);
    indexes = subscriptionIndexStore(store.tables.subscriptions, storeDeps);
  });
  afterAll(() => store.close());
  beforeEach(() => {
    connection = randomUUID();
    reported.length = 0;
  });

  const table = (): Store["tables"]["subscriptions"] => store.tables.subscriptions;
  const list = (top: number, cursor?: string) =>
    indexes.listByConnection(connection, {
      top,
      ...(cursor && { cursor }),
    });

  async function subscribed(changes: Partial<Subscription> = {}): Promise<Subscription> {
    const { key: _, ...given } = changes;
    const subscription = aSubscription({ connection, ...given });
    await indexes.indexConnection(subscription, NOW.getTime());
    await subscriptions.saveSubscription(subscription, []);
    return subscription;
  }

  test("a purge that comes between a subscribe's first write and its subscription leaves it in the list", async () => {
    const subscription = aSubscription({ connection });
    await indexes.indexConnection(subscription, NOW.getTime());
    const deps = {
      nextIndexPage: indexes.nextIndexPage,
      findSubscriptions: subscriptions.findSubscriptions,
      removeIndexEntries: indexes.removeIndexEntries,
      endSubscription: subscriptions.endSubscription,
    };
    const before = connectionPartition(connection).slice(0, -1);
    const purgeAt = (now: Date) => purgeCallbacks(before, now, { left: 100 }, deps);
    expect(await purgeAt(new Date(NOW.getTime() + 60_000))).toMatchObject({ removed: 0 });
    await subscriptions.saveSubscription(subscription, []);
    expect((await list(10)).items).toHaveLength(1);
    await subscriptions.removeSubscription(subscription.key);
    expect(await purgeAt(new Date(NOW.getTime() + 2 * 86_400_000))).toMatchObject({ removed: 1 });
  });

  test("they are counted as far as asked, and no other connection's", async () => {
    for (const name of ["a", "b", "c"]) await subscribed({ callbackUrl: `https://${name}.example` });
    await subscribed({ connection: "another" });
    const count = indexes.countByConnection;
    expect([await count(connection, 10), await count(connection, 2), await count(randomUUID(), 10)]).toEqual([3, 2, 0]);
  });

  test("they are listed page by page, over all instances and callbacks, and no other connection's", async () => {
    const mine: Subscription[] = [];
    for (const name of ["a", "b", "c", "d", "e"])
      mine.push(await subscribed({ callbackUrl: `https://${name}.example` }));
    await subscribed({ connection: "another" });
    const seen: Subscription[] = [];
    let cursor: string | undefined;
    do {
      const page = await list(2, cursor);
      expect(page.items.length).toBeLessThanOrEqual(2);
      seen.push(...page.items);
      cursor = page.cursor;
    } while (cursor !== undefined);
    expect(seen).toHaveLength(5);
    expect(seen).toEqual(expect.arrayContaining(mine));
  });

  test("one that was removed is in no list, and none is left behind", async () => {
    const subscription = await subscribed();
    await indexes.removeSubscriptions(subscription, [subscription.key]);
    expect(await list(10)).toEqual({ items: [] });
    const partition = `connection.${connection}`;
    expect(await table().list(partition, { from: "", before: "~" })).toEqual([]);
  });

  test("an entry without its subscription is left out, and one that cannot be read is reported", async () => {
    const good = await subscribed();
    const [gone, bad] = [aSubscription({ connection }), aSubscription({ connection })];
    await indexes.indexConnection(gone, NOW.getTime());
    await indexes.indexConnection(bad, NOW.getTime());
    const row = subscriptionRow(bad.key);
    await table().write(bad.key.instanceId, [{ kind: "insert", row, values: { live: true } }]);
    expect((await list(10)).items).toEqual([good]);
    expect(reported).toMatchObject([{ code: "invalid-row" }]);
    expect(JSON.stringify(reported)).not.toContain(bad.key.random);
  });

  test("where a page ends is no capability", async () => {
    const all = [await subscribed(), await subscribed()];
    const { cursor } = await list(1);
    expect(cursor).toMatch(/^[0-9a-f]{32}$/);
    expect(all.map(({ key }) => key.random)).not.toContain(cursor);
  });
});
