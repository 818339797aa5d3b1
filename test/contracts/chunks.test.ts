import { planChunks } from "../../shared/delivery/planChunks";
import { chunkStore } from "../../shared/storage/deliveries/chunks";
import { chunkRow } from "../../shared/storage/deliveries/deliveryRows";
import { type KeyRow, toKey } from "../../shared/storage/subscriptions/subscriptionRows";
import { STORE_DEPS, aKey, at } from "./builders";
import { type DeliveryInStore, LEASE_SECONDS, deliveryIn, recordAll } from "./deliveryIn";
import { STORES, type Store } from "./stores";

describe.each(STORES)("chunks in $store", ({ open }) => {
  let store: Store;
  let delivery: DeliveryInStore;

  beforeAll(async () => (store = await open()));
  afterAll(() => store.close());
  beforeEach(() => (delivery = deliveryIn(store)));

  test("the 63 chunks of a page of 1,000 are stored at once", async () => {
    const chunks = delivery.plan(1_000);
    expect(await delivery.keep(chunks)).toEqual(chunks);
    expect((await delivery.list()).map(({ chunk }) => chunk)).toEqual(chunks);
  });

  test("chunks keep their lanes, and they and their deliveries the thresholds of their subscriptions", async () => {
    const thresholds = [
      { value: 5e-324, direction: "above" },
      { value: -1.1e300, direction: "below" },
    ] as const;
    const keys = thresholds.map((threshold) => aKey({ trigger: "segment-threshold-crossed", threshold }));
    const targets = keys.map((key, index) => ({ key, slow: index === 1 }));
    const chunks = planChunks(delivery.event, 0, targets, at(20));
    await delivery.keep(chunks);
    expect((await delivery.list()).map(({ chunk }) => chunk)).toEqual(chunks);
    await delivery.claimed();
    const rows = (await delivery.deliveries()) as KeyRow[];
    expect(rows.map(toKey)).toEqual([keys[0]]);
  });

  test("a page that was stored before gives what was stored then", async () => {
    const chunks = delivery.plan(40);
    await delivery.keep(chunks);
    await delivery.keep(delivery.plan(3, 1), 1);
    expect(await delivery.keep(delivery.plan(50))).toEqual(chunks);
    expect(await delivery.list()).toHaveLength(4);
  });

  test("a page that was stored before ends where it ended then", async () => {
    const { event, table } = delivery;
    const keepPage = chunkStore(table, STORE_DEPS).storeChunks;
    const [chunk] = delivery.plan(1);
    const planned = { page: 0, chunks: chunk ? [chunk] : [], cursor: "0:earlier" };
    const first = await keepPage(event, planned);
    const stored = { chunks: await delivery.list(), cursor: "0:earlier" };
    expect(first).toEqual({ isOurs: true, ...stored });
    expect(await keepPage(event, { page: 0, chunks: delivery.plan(5), cursor: "0:later" })).toEqual({
      isOurs: false,
      ...stored,
    });
  });

  test("a page whose chunks have ended is not delivered again", async () => {
    await delivery.keep(delivery.plan(2));
    const stored = await delivery.claimed();
    await delivery.record(stored, recordAll(stored));
    expect(await delivery.keep(delivery.plan(2))).toEqual([]);
    expect(await delivery.list()).toEqual([]);
  });

  test.each(["loseNextAnswer", "loseNextAnswerForGood"] as const)(
    "invariant 3: a page is stored though %s",
    async (lose) => {
      const chunks = delivery.plan(40);
      store[lose]();
      expect(await delivery.keep(chunks)).toEqual(chunks);
      expect(await delivery.list()).toHaveLength(3);
    },
  );

  test("a chunk is claimed again when its lease is over, not before, whatever the sweep wrote", async () => {
    await delivery.keep(delivery.plan(1));
    const first = await delivery.claimed();
    expect(await delivery.stored.requeueChunk(first, at(20))).toBe("postponed");
    expect(await delivery.claim(delivery.task("page-00000-00", 2))).toBeUndefined();
    delivery.passTime(LEASE_SECONDS);
    const [postponed] = await delivery.list();
    if (postponed) await delivery.stored.requeueChunk(postponed, at(300));
    expect((await delivery.claim(delivery.task("page-00000-00", 2)))?.chunk).toMatchObject({ claims: 2, requeues: 0 });
    expect(await delivery.deliveries()).toEqual([expect.objectContaining({ attempt: 2 })]);
  });

  test("a chunk whose time has not come is not claimed; when it has, it is", async () => {
    const [chunk] = delivery.plan(1);
    if (!chunk) throw new Error("no chunk");
    const later = { ...chunk, notBefore: at(60) };
    await delivery.keep([later]);
    expect(await delivery.tryClaim(delivery.task())).toEqual({ outcome: "early", chunk: later, notBefore: at(60) });
    expect(await delivery.deliveries()).toEqual([]);
    delivery.passTime(60);
    expect(await delivery.tryClaim(delivery.task())).toMatchObject({
      outcome: "claimed",
      claimed: { chunk: { claims: 1 } },
    });
  });

  test("the sweep postpones a chunk once, and not one that was claimed since", async () => {
    await delivery.keep(delivery.plan(1));
    const [seen] = await delivery.list();
    if (!seen) throw new Error("no chunk");
    const requeue = delivery.stored.requeueChunk;
    expect([await requeue(seen, at(60)), await requeue(seen, at(60))]).toEqual(["postponed", "moved"]);
    const [postponed] = await delivery.list();
    expect(postponed?.chunk).toEqual({ ...seen.chunk, dueAt: at(60), requeues: 1 });
    await delivery.claimed();
    expect(postponed && (await requeue(postponed, at(90)))).toBe("moved");
  });

  test("a chunk that cannot be read is delivery.reported without its capability and stops no other", async () => {
    await delivery.keep(delivery.plan(1));
    const { random } = aKey();
    await delivery.table.write(delivery.event.eventId, [
      { kind: "insert", row: `chunk:retry-${random}-001`, values: { claims: 0 } },
    ]);
    expect(await delivery.list()).toHaveLength(1);
    expect(delivery.reported).toHaveLength(1);
    expect(delivery.reported[0]?.target).toMatch(/^Deliveries\/evt_\w+\/chunk:retry-[0-9a-f]{12}-001$/);
    await delivery.table.write(delivery.event.eventId, [
      { kind: "insert", row: `chunk:retry-${random}-001-w2`, values: { claims: 0 } },
    ]);
    await delivery.list();
    expect(delivery.reported.at(-1)?.target).toMatch(/chunk:retry-[0-9a-f]{12}-001-w2$/);
    await expect(delivery.claim(delivery.task(`retry-${random}-001`))).rejects.toMatchObject({ code: "invalid-row" });
  });

  test("chunks that can be read are listed beside one that cannot, but none that can is not the same as none", async () => {
    const chunks = delivery.plan(17);
    await delivery.keep(chunks);
    const [first, second] = chunks.map(({ chunkId }) => chunkRow(chunkId));
    const spoil = (row = "") =>
      delivery.table.write(delivery.event.eventId, [{ kind: "merge", row, values: { lane: "?" } }]);
    await spoil(first);
    expect((await delivery.list()).map(({ chunk }) => chunk)).toEqual([chunks[1]]);
    await spoil(second);
    await expect(delivery.list()).rejects.toMatchObject({ code: "invalid-row" });
  });
});
