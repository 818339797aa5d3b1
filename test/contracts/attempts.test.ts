import { planRequeues } from "../../shared/delivery/followUps";
import { planRetry } from "../../shared/delivery/planChunks";
import { type AttemptRecord } from "../../shared/model/delivery";
import { deliveryRow } from "../../shared/storage/deliveries/deliveryRows";
import { at } from "./builders";
import { type DeliveryInStore, LEASE_SECONDS, deliveryIn, recordAll } from "./deliveryIn";
import { STORES, type Store } from "./stores";

const keyOf = (each: AttemptRecord): object => each.reference.subscription;

describe.each(STORES)("attempts in $store", ({ open }) => {
  let store: Store;
  let delivery: DeliveryInStore;

  beforeAll(async () => (store = await open()));
  afterAll(() => store.close());
  beforeEach(() => (delivery = deliveryIn(store)));

  test("a claim counts the claim, takes the lease and marks each delivery", async () => {
    const [chunk] = delivery.plan(2);
    await delivery.keep(chunk ? [chunk] : []);
    const stored = await delivery.claim(delivery.task());
    expect(stored?.chunk).toEqual({ ...chunk, claims: 1, dueAt: at(LEASE_SECONDS) });
    expect(await delivery.list()).toEqual([stored]);
    expect(await delivery.deliveries()).toEqual(
      expect.arrayContaining(
        (chunk?.references ?? []).map(({ subscription }) => ({
          ...subscription,
          state: "claimed",
          attempt: 1,
          chunkId: "page-00000-00",
          claimId: expect.any(String) as string,
          leaseUntil: at(LEASE_SECONDS),
        })),
      ),
    );
  });

  test("a task is stale when its chunk is gone, claimed before, or not claimed as often", async () => {
    expect(await delivery.claim(delivery.task())).toBeUndefined();
    await delivery.keep(delivery.plan(1));
    expect(await delivery.claim(delivery.task("page-00000-00", 2))).toBeUndefined();
    await delivery.claimed();
    expect(await delivery.claim(delivery.task())).toBeUndefined();
  });

  test("of many hosts with the same task one has the claim", async () => {
    await delivery.keep(delivery.plan(16));
    const claims = await Promise.all(Array.from({ length: 5 }, () => delivery.claim(delivery.task())));
    expect(claims.filter((each) => each !== undefined)).toHaveLength(1);
  });

  test.each(["loseNextAnswer", "loseNextAnswerForGood"] as const)(
    "invariant 3: a claim is had though %s",
    async (lose) => {
      await delivery.keep(delivery.plan(3));
      store[lose]();
      const stored = await delivery.claim(delivery.task());
      expect(stored).toEqual((await delivery.list())[0]);
      expect(stored?.chunk.claims).toBe(1);
    },
  );

  test("a record ends the chunk, tells of each delivery, and stores the retries", async () => {
    await delivery.keep(delivery.plan(4));
    const stored = await delivery.claimed();
    const [delivered, retrying, dead, dropped] = recordAll(stored) as [
      AttemptRecord,
      AttemptRecord,
      AttemptRecord,
      AttemptRecord,
    ];
    const retry = planRetry(delivery.event, { ...retrying.reference, attemptsBefore: 1 }, "normal", at(25));
    const { answer: _, ...gone } = dropped;
    const records: AttemptRecord[] = [
      delivered,
      { ...retrying, verdict: { outcome: "retrying", delaySeconds: 5 }, answer: { error: "timed-out", durationMs: 9 } },
      {
        ...dead,
        verdict: { outcome: "dead", cause: "flow-off" },
        answer: { status: 400, errorCode: "WorkflowTriggerIsNotEnabled", durationMs: 3 },
      },
      { ...gone, verdict: { outcome: "dropped", cause: "subscription-gone" } },
    ];
    expect(await delivery.record(stored, records, [retry])).toBe("recorded");
    expect((await delivery.list()).map(({ chunk }) => chunk)).toEqual([retry]);
    const rowOf = async (each: AttemptRecord): Promise<unknown> =>
      (await delivery.table.get(delivery.event.eventId, deliveryRow(each.reference.subscription)))?.values;
    const known = { attempt: 1, chunkId: "page-00000-00", attemptedAt: at(0) };
    expect(await rowOf(delivered)).toEqual({
      ...keyOf(delivered),
      ...known,
      state: "delivered",
      status: 202,
      durationMs: 12,
    });
    expect(await rowOf(retrying)).toEqual({
      ...keyOf(retrying),
      ...known,
      state: "retrying",
      error: "timed-out",
      durationMs: 9,
      nextAttemptAt: at(5),
    });
    expect(await rowOf(dead)).toMatchObject({ state: "dead", cause: "flow-off", status: 400 });
    expect(await rowOf(dropped)).toEqual({
      ...keyOf(dropped),
      ...known,
      state: "dropped",
      cause: "subscription-gone",
    });
  });

  test.each(["loseNextAnswer", "loseNextAnswerForGood"] as const)(
    "invariant 3: a record is made though %s",
    async (lose) => {
      await delivery.keep(delivery.plan(2));
      const stored = await delivery.claimed();
      const [first, second] = recordAll(stored) as [AttemptRecord, AttemptRecord];
      const retrying: AttemptRecord = { ...second, verdict: { outcome: "retrying", delaySeconds: 5 } };
      store[lose]();
      const retry = planRetry(delivery.event, { ...second.reference, attemptsBefore: 1 }, "normal", at(25));
      expect(await delivery.record(stored, [first, retrying], [retry])).toBe("recorded");
      expect((await delivery.list()).map(({ chunk }) => chunk)).toEqual([retry]);
    },
  );

  test("a record is lost when somebody else has claimed or ended the chunk", async () => {
    await delivery.keep(delivery.plan(2));
    const slow = await delivery.claimed();
    delivery.passTime(LEASE_SECONDS);
    const fast = await delivery.claim(delivery.task("page-00000-00", 2));
    expect(await delivery.record(slow, recordAll(slow))).toBe("lost");
    if (!fast) throw new Error("not claimed");
    expect(await delivery.record(fast, recordAll(fast))).toBe("recorded");
    expect(await delivery.record(slow, recordAll(slow))).toBe("lost");
    expect(await delivery.deliveries()).toEqual([
      expect.objectContaining({ attempt: 2, state: "delivered" }),
      expect.objectContaining({ attempt: 2, state: "delivered" }),
    ]);
  });

  test("a delivery that waits has its earlier attempts, and is claimed again under the number it had", async () => {
    await delivery.keep(delivery.plan(2));
    const stored = await delivery.claimed();
    const [sent, waits] = recordAll(stored) as [AttemptRecord, AttemptRecord];
    const { answer: _, ...unsent } = waits;
    const waiting: AttemptRecord = { ...unsent, attempt: 0, verdict: { outcome: "waiting", delaySeconds: 1 } };
    const [putBack] = planRequeues(stored.chunk, [{ reference: waits.reference, lane: "normal" }], at(21));
    if (!putBack) throw new Error("nothing put back");
    expect(await delivery.record(stored, [sent, waiting], [putBack])).toBe("recorded");
    const row = await delivery.table.get(delivery.event.eventId, deliveryRow(waits.reference.subscription));
    const { state, attempt, attemptedAt, nextAttemptAt } = row?.values ?? {};
    expect({ state, attempt, attemptedAt, nextAttemptAt }).toEqual({
      state: "waiting",
      attempt: 0,
      nextAttemptAt: at(1),
    });
    await delivery.claim(delivery.task(putBack.chunkId));
    expect(await delivery.deliveries()).toContainEqual(expect.objectContaining({ state: "claimed", attempt: 1 }));
  });

  test("a retry's chunk can be claimed, with its attempts before", async () => {
    await delivery.keep(delivery.plan(1));
    const stored = await delivery.claimed();
    const [first] = recordAll(stored);
    if (!first) throw new Error("no record");
    const retry = planRetry(delivery.event, { ...first.reference, attemptsBefore: 1 }, "normal", at(25));
    await delivery.record(stored, [first], [retry]);
    const again = await delivery.claim(delivery.task(retry.chunkId));
    expect(again?.chunk.references).toEqual([{ ...first.reference, attemptsBefore: 1 }]);
    expect(await delivery.deliveries()).toEqual([expect.objectContaining({ state: "claimed", attempt: 2 })]);
  });
});
