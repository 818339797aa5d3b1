import { planRedrive } from "../../shared/delivery/deadLetters/redriveDeadLetters";
import { type DeadLetter } from "../../shared/model/deadLetter";
import { deliveryStore } from "../../shared/storage/deliveries/deliveries";
import { deliveryRow } from "../../shared/storage/deliveries/deliveryRows";
import { aDeadLetter } from "../builders/aDeadLetter";
import { STORE_DEPS, at } from "./builders";
import { type DeliveryInStore, deliveryIn, recordAll } from "./deliveryIn";
import { stateIn } from "./stateIn";
import { STORES, type Store } from "./stores";

describe.each(STORES)("what a redrive writes in $store", ({ open }) => {
  let store: Store;
  let delivery: DeliveryInStore;

  beforeAll(async () => (store = await open()));
  afterAll(() => store.close());
  beforeEach(() => (delivery = deliveryIn(store)));

  async function died(): Promise<DeadLetter> {
    await delivery.keep(delivery.plan(1));
    const stored = await delivery.claimed();
    const [record] = recordAll(stored);
    if (!record) throw new Error("no record");
    await delivery.record(stored, [{ ...record, verdict: { outcome: "dead", cause: "gone" } }]);
    return aDeadLetter({ event: delivery.event, subscription: record.reference.subscription });
  }

  const revive = (letter: DeadLetter): Promise<string> =>
    delivery.stored.reviveDelivery(planRedrive(letter, undefined, at(20)));

  test("a dead delivery is revived once, whoever asks how often, and can be claimed with its attempts", async () => {
    const letter = await died();
    expect(await Promise.all([revive(letter), revive(letter)])).toEqual(["revived", "revived"]);
    expect(await revive(letter)).toBe("revived");
    const { chunkId } = planRedrive(letter, undefined, at(20));
    expect((await delivery.list()).map(({ chunk }) => chunk.chunkId)).toEqual([chunkId]);
    expect(await delivery.deliveries()).toEqual([expect.objectContaining({ state: "redriving", attempt: 1, chunkId })]);
    const claimed = await delivery.claim(delivery.task(chunkId));
    expect(claimed?.chunk.references).toEqual([
      { subscription: letter.subscription, attemptsBefore: 1, redrivenAfter: 1, connection: letter.connection },
    ]);
    expect(await delivery.deliveries()).toEqual([expect.objectContaining({ state: "claimed", attempt: 2 })]);
    await delivery.record(claimed as NonNullable<typeof claimed>, recordAll(claimed as NonNullable<typeof claimed>));
    expect(await revive(letter)).toBe("revived");
    expect(await delivery.list()).toEqual([]);
  });

  test("a delivery that was purged stays away", async () => {
    const letter = await died();
    const row = deliveryRow(letter.subscription);
    await delivery.table.write(delivery.event.eventId, [{ kind: "remove", row }]);
    expect(await revive(letter)).toBe("gone");
    expect(await delivery.list()).toEqual([]);
  });

  test("a delivery that is purged at the same moment, or cannot be read, is not taken for revived", async () => {
    const letter = await died();
    const { eventId } = delivery.event;
    const row = deliveryRow(letter.subscription);
    const purging = {
      ...delivery.table,
      get: async (partition: string, each: string) => {
        const stored = await delivery.table.get(partition, each);
        await delivery.table.write(eventId, [{ kind: "remove", row }]);
        return stored;
      },
    };
    expect(await deliveryStore(purging, STORE_DEPS).reviveDelivery(planRedrive(letter, undefined, at(20)))).toBe(
      "gone",
    );
    await delivery.table.write(eventId, [{ kind: "insert", row, values: { state: "dead" } }]);
    expect(await revive(letter)).toBe("gone");
    expect(await delivery.list()).toEqual([]);
  });

  test.each(["loseNextAnswer", "loseNextAnswerForGood"] as const)(
    "invariant 3: it is revived though %s",
    async (lose) => {
      const letter = await died();
      store[lose]();
      expect(await revive(letter)).toBe("revived");
      expect(await delivery.list()).toHaveLength(1);
    },
  );

  test("an event is given a marker where it has none; where it has one, who read it before cannot remove it", async () => {
    const state = stateIn(store);
    const event = await state.commitOne();
    const reference = { instanceId: event.instanceId, sequence: event.sequence, eventId: event.eventId };
    const seen = await state.pendingOf(event);
    await state.stored.reopenEvent(reference, at(50));
    await state.stored.removePending(seen);
    const kept = await state.pendingOf(event);
    expect(kept).toMatchObject({ handedOver: false, dueAt: at(50) });
    await state.stored.removePending(kept);
    await state.stored.reopenEvent(reference, at(60));
    expect(await state.pendingOf(event)).toMatchObject({ handedOver: true, event: reference, dueAt: at(60) });
  });
});
