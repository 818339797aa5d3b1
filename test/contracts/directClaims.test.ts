import { type AttemptRecord, type Chunk, type StoredChunk } from "../../shared/model/delivery";
import { at } from "./builders";
import { type DeliveryInStore, LEASE_SECONDS, deliveryIn, recordAll } from "./deliveryIn";
import { STORES, type Store } from "./stores";

describe.each(STORES)("claims without a read in $store", ({ open }) => {
  let store: Store;
  let delivery: DeliveryInStore;

  beforeAll(async () => (store = await open()));
  afterAll(() => store.close());
  beforeEach(() => (delivery = deliveryIn(store)));

  /** A page whose chunks are claimed with it. */
  async function storeClaimed(count: number): Promise<readonly StoredChunk[]> {
    const claimed = delivery.plan(count).map((chunk): Chunk => ({ ...chunk, claims: 1, dueAt: at(LEASE_SECONDS) }));
    return (await delivery.stored.storeChunks(delivery.event, { page: 0, chunks: claimed })).chunks;
  }

  test("invariant 6: a chunk stored as claimed is under a lease, and claimed again when that is over", async () => {
    await storeClaimed(2);
    expect(await delivery.claim(delivery.task("page-00000-00", 2))).toBeUndefined();
    delivery.passTime(LEASE_SECONDS);
    expect((await delivery.claim(delivery.task("page-00000-00", 2)))?.chunk.claims).toBe(2);
  });

  test("a chunk stored as claimed is recorded by the version it was stored with", async () => {
    const [first, second] = await storeClaimed(20);
    if (!first || !second) throw new Error("no chunks");
    expect(await delivery.record(second, recordAll(second))).toBe("recorded");
    expect(await delivery.record(first, recordAll(first))).toBe("recorded");
    expect(await delivery.list()).toEqual([]);
    expect(await delivery.deliveries()).toHaveLength(20);
  });

  test.each(["loseNextAnswer", "loseNextAnswerForGood"] as const)(
    "invariant 3: chunks are claimed with their page though %s",
    async (lose) => {
      store[lose]();
      expect(await storeClaimed(20)).toEqual(await delivery.list());
    },
  );

  test("a task that carries its chunk claims it, while its row is as it was", async () => {
    const [chunk] = delivery.plan(3);
    await delivery.keep(chunk ? [chunk] : []);
    const [stored] = await delivery.list();
    if (!stored) throw new Error("no chunk");
    const { references, lane } = stored.chunk;
    const task = { ...delivery.task(), stored: { references, lane, version: stored.version } };
    const claimed = await delivery.claim(task);
    expect(claimed?.chunk).toEqual({ ...chunk, claims: 1, dueAt: at(LEASE_SECONDS) });
    expect(await delivery.list()).toEqual([claimed]);
    expect(await delivery.claim(task)).toBeUndefined();
  });

  test("a task that carries what its chunk was before the sweep postponed it reads the row, and claims it", async () => {
    await delivery.keep(delivery.plan(3));
    const [seen] = await delivery.list();
    if (!seen) throw new Error("no chunk");
    await delivery.stored.requeueChunk(seen, at(60));
    const { references, lane } = seen.chunk;
    const task = { ...delivery.task(), stored: { references, lane, version: seen.version } };
    expect((await delivery.claim(task))?.chunk.claims).toBe(1);
  });

  test("a record of some keeps the chunk for the others, under its claim", async () => {
    await delivery.keep(delivery.plan(3));
    const stored = await delivery.claimed();
    const [first, ...others] = recordAll(stored);
    if (!first) throw new Error("no record");
    const recorded = await delivery.stored.recordAttempts(stored, [first], []);
    if (recorded.outcome !== "recorded" || !recorded.rest) throw new Error("nothing left");
    const { rest } = recorded;
    expect(rest.chunk).toEqual({ ...stored.chunk, references: others.map(({ reference }) => reference) });
    expect(await delivery.list()).toEqual([rest]);
    expect(await delivery.claim(delivery.task("page-00000-00", 2))).toBeUndefined();
    expect(await delivery.record(rest, others)).toBe("recorded");
    expect(await delivery.list()).toEqual([]);
  });

  test("what was recorded before the lease ran out is not claimed again with the rest", async () => {
    await delivery.keep(delivery.plan(3));
    const stored = await delivery.claimed();
    const [first] = recordAll(stored);
    if (!first) throw new Error("no record");
    await delivery.record(stored, [first]);
    delivery.passTime(LEASE_SECONDS);
    const again = await delivery.claim(delivery.task("page-00000-00", 2));
    expect(again?.chunk.references).toEqual(stored.chunk.references.slice(1));
    expect(await delivery.deliveries()).toContainEqual(expect.objectContaining({ state: "delivered", attempt: 1 }));
  });

  test.each(["loseNextAnswer", "loseNextAnswerForGood"] as const)(
    "invariant 3: a record of some is made though %s",
    async (lose) => {
      await delivery.keep(delivery.plan(2));
      const stored = await delivery.claimed();
      const [first, second] = recordAll(stored) as [AttemptRecord, AttemptRecord];
      store[lose]();
      const recorded = await delivery.stored.recordAttempts(stored, [first], []);
      const rest = recorded.outcome === "recorded" ? recorded.rest : undefined;
      expect(rest && (await delivery.record(rest, [second]))).toBe("recorded");
    },
  );

  test("a record of some is lost when somebody else has claimed the chunk since", async () => {
    await delivery.keep(delivery.plan(2));
    const slow = await delivery.claimed();
    delivery.passTime(LEASE_SECONDS);
    await delivery.claim(delivery.task("page-00000-00", 2));
    expect(await delivery.record(slow, recordAll(slow).slice(1))).toBe("lost");
  });
});
