import { planDeadLetters } from "../../shared/delivery/followUps";
import { type AttemptRecord } from "../../shared/model/delivery";
import { deadLetterStore, toDeadLetter } from "../../shared/storage/deadLetters/deadLetters";
import { deliveryRow } from "../../shared/storage/deliveries/deliveryRows";
import { EVERY_ROW } from "../../shared/storage/table/keys";
import { type StoredRow } from "../../shared/storage/table/table";
import { STORE_DEPS, at } from "./builders";
import { type DeliveryInStore, deliveryIn, recordAll } from "./deliveryIn";
import { STORES, type Store } from "./stores";

const DEAD = {
  verdict: { outcome: "dead", cause: "flow-off" },
  answer: { status: 400, errorCode: "WorkflowTriggerIsNotEnabled", durationMs: 3 },
} as const;

describe.each(STORES)("dead letters in $store", ({ open }) => {
  let store: Store;
  let deadLetters: ReturnType<typeof deadLetterStore>;
  let delivery: DeliveryInStore;

  beforeAll(async () => {
    store = await open();
    deadLetters = deadLetterStore(store.tables, STORE_DEPS);
  });
  afterAll(() => store.close());
  beforeEach(() => (delivery = deliveryIn(store)));

  const letters = (): Promise<readonly StoredRow[]> =>
    store.tables.deadLetters.list(delivery.event.instanceId, EVERY_ROW);

  /** A recorded chunk of three deliveries, of which the last two died; gives these. */
  async function died(): Promise<readonly AttemptRecord[]> {
    await delivery.keep(delivery.plan(3));
    const stored = await delivery.claimed();
    const records = recordAll(stored).map((record, index): AttemptRecord => {
      const reference = { ...record.reference, connection: "connection-hash" };
      return index === 0 ? { ...record, reference } : { ...record, reference, ...DEAD };
    });
    await delivery.record(stored, records, planDeadLetters(stored.chunk, records, at(20)));
    return records.slice(1);
  }

  async function storeOpen(): Promise<void> {
    for (const { chunk } of await delivery.list()) await deadLetters.storeDeadLetters(chunk);
  }

  test("what died waits in the transaction that recorded it, then is a letter each, and nothing is left open", async () => {
    const dead = await died();
    expect((await delivery.list()).map(({ chunk }) => chunk.chunkId)).toEqual([
      expect.stringMatching(/^dead-page-00000-00-/),
    ]);
    expect(await letters()).toEqual([]);
    await storeOpen();
    expect(await delivery.list()).toEqual([]);
    const stored = (await letters()).map((row) => toDeadLetter(row));
    expect(stored).toHaveLength(2);
    expect(stored).toEqual(
      expect.arrayContaining(
        dead.map(({ reference }) => ({
          event: delivery.event,
          subscription: reference.subscription,
          connection: "connection-hash",
          cause: "flow-off",
          attempts: 1,
          lastAnswer: { status: 400, errorCode: "WorkflowTriggerIsNotEnabled" },
          diedAt: at(0),
        })),
      ),
    );
  });

  test("storing them twice, as after a crash, makes the same rows and takes back no mark", async () => {
    await died();
    const [awaiting] = await delivery.list();
    if (!awaiting) throw new Error("nothing waits");
    await storeOpen();
    const [first] = await letters();
    await store.tables.deadLetters.write(delivery.event.instanceId, [
      { kind: "merge", row: first?.row ?? "", values: { redriven: true } },
    ]);
    const before = await letters();
    await deadLetters.storeDeadLetters(awaiting.chunk);
    expect(await letters()).toEqual(before);
  });

  test.each(["loseNextAnswer", "loseNextAnswerForGood"] as const)(
    "invariant 3: they are stored though %s",
    async (lose) => {
      await died();
      store[lose]();
      await storeOpen();
      expect(await letters()).toHaveLength(2);
      expect(await delivery.list()).toEqual([]);
    },
  );

  test("a delivery that is tried again since has its letter already", async () => {
    const [dead] = await died();
    if (!dead) throw new Error("nothing died");
    const row = deliveryRow(dead.reference.subscription);
    await delivery.table.write(delivery.event.eventId, [{ kind: "merge", row, values: { state: "redriving" } }]);
    await storeOpen();
    expect(await letters()).toHaveLength(1);
  });
});
