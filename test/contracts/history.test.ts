import { createSealer } from "../../shared/access/sealer";
import { type DeliveryStatus } from "../../shared/model/delivery";
import { type HistoryEntry } from "../../shared/model/event";
import { type Page } from "../../shared/model/stored";
import { deliveryStore } from "../../shared/storage/deliveries/deliveries";
import { eventStore } from "../../shared/storage/instanceState/events";
import { eventRow } from "../../shared/storage/instanceState/stateRows";
import { STORE_DEPS, aChange, at } from "./builders";
import { type DeliveryInStore, deliveryIn, recordAll } from "./deliveryIn";
import { type StateInStore, eventsOf, stateIn } from "./stateIn";
import { STORES, type Store } from "./stores";

const sealing = createSealer([{ keyId: "test", key: Buffer.alloc(32, 7) }]);

/** Every item of a list, page by page, and how many pages there were. */
async function readAll<T>(read: (cursor?: string) => Promise<Page<T>>): Promise<{ items: T[]; pages: number }> {
  const items: T[] = [];
  let pages = 0;
  let cursor: string | undefined;
  do {
    const page = await read(cursor);
    items.push(...page.items);
    cursor = page.cursor;
    pages += 1;
  } while (cursor !== undefined);
  return { items, pages };
}

describe.each(STORES)("history in $store", ({ open }) => {
  let store: Store;
  let state: StateInStore;
  let delivery: DeliveryInStore;
  let deliveries: ReturnType<typeof deliveryStore>;

  beforeAll(async () => {
    store = await open();
    deliveries = deliveryStore(store.tables.deliveries, { ...STORE_DEPS, sealing });
  });
  afterAll(() => store.close());
  beforeEach(() => {
    state = stateIn(store);
    delivery = deliveryIn(store);
  });

  test("events come newest first, gaps among them, each once over the pages, and later ones do not disturb", async () => {
    const gap = { gapId: "gap_1", detectedAt: at(0), oldestSeenAt: at(-60) };
    const first = eventsOf(await state.commit(aChange({ subjectId: "1", events: state.events(2) })));
    await state.commit(aChange({ subjectId: "2", events: [], gap }));
    const last = eventsOf(await state.commit(aChange({ subjectId: "3", events: state.events(2) })));
    const { items, pages } = await readAll<HistoryEntry>(async (cursor) => {
      const page = await state.stored.listHistory(state.instanceId, { top: 2, ...(cursor && { cursor }) });
      await state.commitOne();
      return page;
    });
    expect(pages).toBe(3);
    const asEntries = (events: typeof first): HistoryEntry[] =>
      events.map((event): HistoryEntry => ({ kind: "event", event })).toReversed();
    expect(items).toEqual([...asEntries(last), { kind: "gap", gap: { ...gap, sequence: 3 } }, ...asEntries(first)]);
  });

  test("the list goes on after a page of which nothing can be read", async () => {
    const [first, ...others] = eventsOf(await state.commit(aChange({ events: state.events(3) })));
    for (const { sequence } of others) {
      const values = { fields: "no JSON" };
      await state.table.write(state.instanceId, [{ kind: "merge", row: eventRow(sequence), values }]);
    }
    const { listHistory } = eventStore(state.table, { report: () => undefined });
    const { items, pages } = await readAll<HistoryEntry>((cursor) =>
      listHistory(state.instanceId, { top: 1, ...(cursor && { cursor }) }),
    );
    expect(pages).toBe(3);
    expect(items).toEqual([{ kind: "event", event: first }]);
  });

  test("an instance that nothing happened at has an empty history", async () => {
    expect(await state.stored.listHistory(state.instanceId, { top: 10 })).toEqual({ items: [] });
  });

  /** A recorded chunk of so many deliveries, of which every other is another caller's. */
  async function recorded(count: number): Promise<void> {
    await delivery.keep(delivery.plan(count));
    const stored = await delivery.claimed();
    const records = recordAll(stored).map((record, index) => ({
      ...record,
      reference: { ...record.reference, connection: index % 2 === 0 ? "mine" : "theirs" },
    }));
    await delivery.record(stored, records);
  }

  const listMine = async (top: number, cursor?: string): Promise<Page<DeliveryStatus>> => {
    const of = { eventId: delivery.event.eventId, connection: "mine" };
    const page = await deliveries.listDeliveries(of, { top, ...(cursor && { cursor }) });
    if (!page) throw new Error("the cursor is foreign");
    return page;
  };

  test("an event's deliveries are listed to their owner, page by page", async () => {
    await recorded(9);
    const { items, pages } = await readAll((cursor) => listMine(2, cursor));
    expect(pages).toBe(3);
    expect(new Set(items.map(({ subscription }) => subscription.random)).size).toBe(5);
    expect(items[0]).toEqual({
      subscription: expect.objectContaining({ instanceId: delivery.event.instanceId }) as unknown,
      connection: "mine",
      state: "delivered",
      attempts: 1,
      lastAnswer: { status: 202 },
      attemptedAt: at(0),
    });
  });

  test("where a page ends is told without the capability that is in its row's key", async () => {
    await recorded(3);
    const { items, cursor = "" } = await listMine(1);
    expect(cursor).not.toContain(items[0]?.subscription.random ?? "");
    expect(Buffer.from(cursor, "base64url").toString("latin1")).not.toContain(items[0]?.subscription.random ?? "");
  });

  test("without a connection they are everybody's", async () => {
    await recorded(9);
    const page = await deliveries.listDeliveries({ eventId: delivery.event.eventId }, { top: 100 });
    expect(page?.items).toHaveLength(9);
  });

  test.each(["", "a", "test.aaaa", sealing.seal("chunk:page-00000-00")])("%j is no cursor of ours", async (cursor) => {
    const of = { eventId: delivery.event.eventId, connection: "mine" };
    const page = await deliveries.listDeliveries(of, { top: 1, cursor });
    expect(page).toBeUndefined();
  });

  test("a delivery stays its owner's while a later attempt is made", async () => {
    await delivery.keep(delivery.plan(1));
    const stored = await delivery.claimed();
    const [record] = recordAll(stored);
    if (!record) throw new Error("no record");
    const reference = { ...record.reference, connection: "mine" };
    const retry = { ...stored.chunk, chunkId: "retry-1", claims: 0, references: [{ ...reference, attemptsBefore: 1 }] };
    const retrying = { ...record, reference, verdict: { outcome: "retrying", delaySeconds: 5 } as const };
    await delivery.record(stored, [retrying], [retry]);
    expect((await listMine(5)).items).toMatchObject([{ state: "retrying", attempts: 1, nextAttemptAt: at(5) }]);
    await delivery.claim(delivery.task("retry-1"));
    expect((await listMine(5)).items).toMatchObject([{ state: "claimed", attempts: 2 }]);
  });
});
