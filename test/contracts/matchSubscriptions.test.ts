import { randomUUID } from "node:crypto";
import { type Match } from "../../shared/delivery/ports";
import { type CodedError } from "../../shared/model/errors";
import { type StoredEvent } from "../../shared/model/event";
import { type Page } from "../../shared/model/stored";
import { type Subscription, type SubscriptionKey } from "../../shared/model/subscription";
import { matchStore } from "../../shared/storage/subscriptions/matching";
import { subscriptionRow } from "../../shared/storage/subscriptions/subscriptionRows";
import { subscriptionStore } from "../../shared/storage/subscriptions/subscriptions";
import { type Action } from "../../shared/storage/table/table";
import { STORE_DEPS, aSubscription, anEvent } from "./builders";
import { STORES, type Store } from "./stores";

describe.each(STORES)("matching an event in $store", ({ open }) => {
  let store: Store;
  let saved: ReturnType<typeof subscriptionStore>;
  let matches: ReturnType<typeof matchStore>;
  let instanceId: string;
  const reported: CodedError[] = [];
  const deps = { ...STORE_DEPS, report: (error: CodedError) => void reported.push(error) };
  beforeAll(async () => {
    store = await open();
    saved = subscriptionStore(store.tables.subscriptions, deps);
    matches = matchStore(store.tables.subscriptions, deps);
  });
  afterAll(() => store.close());
  beforeEach(() => {
    instanceId = randomUUID();
    reported.length = 0;
  });

  const table = (): Store["tables"]["subscriptions"] => store.tables.subscriptions;
  const save = (subscription: Subscription): Promise<void> => saved.saveSubscription(subscription, []);
  const here = (subscription: Partial<Omit<Subscription, "key">> & { key?: Partial<SubscriptionKey> } = {}) =>
    aSubscription({ ...subscription, key: { instanceId, ...subscription.key } });

  const event = (resource?: string): StoredEvent => {
    const { resource: _, ...rest } = anEvent({ instanceId });
    return { ...rest, sequence: 1, ...(resource !== undefined && { resource }) };
  };
  const match = (of: StoredEvent, cursor?: string): Promise<Page<Match>> => matches.matchSubscriptions(of, cursor);

  test("finds those to its resource, then those to any, and no others", async () => {
    const any = here({ afterSequence: 4 });
    const one = here({ resource: "1", untilSequence: 9 });
    const others = [
      here({ resource: "2" }),
      here({ resource: "1", key: { trigger: "data-source-refresh-succeeded" } }),
      aSubscription({ resource: "1" }),
    ];
    for (const each of [any, one, ...others]) await save(each);
    expect(await match(event("1"))).toEqual({
      items: [
        { key: one.key, afterSequence: 0, untilSequence: 9 },
        { key: any.key, afterSequence: 4 },
      ],
    });
    expect((await match(event("3"))).items.map(({ key }) => key)).toEqual([any.key]);
    expect((await match(event())).items.map(({ key }) => key)).toEqual([any.key]);
    expect(await match(event(), "0:")).toEqual(await match(event()));
  });

  test.each([
    { named: 1_000, any: 1 },
    { named: 1_001, any: 1_000 },
    { named: 30, any: 970 },
  ])("gives each of $named named and $any others once, in pages of at most 1,000", async ({ named, any }) => {
    const all = [
      ...Array.from({ length: named }, () => here({ resource: "1" })),
      ...Array.from({ length: any }, () => here()),
    ];
    await insertAll(all);
    const found: string[] = [];
    let cursor: string | undefined;
    do {
      const page: Page<Match> = await match(event("1"), cursor);
      expect(page.items.length).toBeLessThanOrEqual(1_000);
      found.push(...page.items.map(({ key }) => key.random));
      cursor = page.cursor;
    } while (cursor !== undefined);
    expect(found).toHaveLength(all.length);
    expect(new Set(found)).toEqual(new Set(all.map(({ key }) => key.random)));
  });

  test("refuses a cursor that is none", async () => {
    await expect(match(event(), "nonsense")).rejects.toMatchObject({ code: "invalid-row", target: "cursor" });
  });

  test("reports a row that cannot be read without its capability", async () => {
    const [good, bad] = [here(), here()];
    await save(good);
    await table().write(instanceId, [
      { kind: "insert", row: subscriptionRow(bad.key), values: { afterSequence: "no" } },
    ]);
    expect((await match(event())).items.map(({ key }) => key)).toEqual([good.key]);
    expect(reported).toHaveLength(1);
    expect(reported[0]?.target).toContain(`Subscriptions/${instanceId}/data-source-refresh-failed.any.-.-.`);
    expect(JSON.stringify([reported[0]?.message, reported[0]?.target])).not.toContain(bad.key.random);
  });

  async function insertAll(inserted: readonly Subscription[]): Promise<void> {
    const inserts = inserted.map(({ key }): Action => ({
      kind: "insert",
      row: subscriptionRow(key),
      values: { afterSequence: 0 },
    }));
    for (let start = 0; start < inserts.length; start += 100)
      await table().write(instanceId, inserts.slice(start, start + 100));
  }
});
