import * as fc from "fast-check";
import { CHUNK_SIZE, isForSubscription, planChunks, planRetry } from "../../shared/delivery/planChunks";
import { toReference } from "../../shared/model/event";
import { type RefreshOptions, type SubscriptionKey } from "../../shared/model/subscription";
import { aKey } from "../builders/aSubscription";
import { anEvent } from "../builders/anEvent";
import { anInstant } from "../builders/anInstant";

const MANUAL: RefreshOptions = { includeManual: true, outcome: "completed" };
const ANY: RefreshOptions = { includeManual: false, outcome: "any" };
const ALL: RefreshOptions = { includeManual: true, outcome: "any" };

test.each<[string, string, RefreshOptions | undefined, boolean]>([
  ["scheduled", "completed", undefined, true],
  ["ondemand", "completed", undefined, false],
  ["scheduled", "failed", undefined, false],
  ["ondemand", "completed", MANUAL, true],
  ["ondemand", "failed", MANUAL, false],
  ["scheduled", "failed", ANY, true],
  ["ondemand", "failed", ANY, false],
  ["ondemand", "failed", ALL, true],
])(
  "a full refresh that was %s and %s, for one who wishes %j: %s",
  (submissionKind, outcome, refreshOptions, isWanted) => {
    const event = anEvent({ trigger: "full-refresh-completed", traits: { submissionKind, outcome } });
    const match = { key: aKey(), afterSequence: 0, ...(refreshOptions ? { refreshOptions } : {}) };
    expect(isForSubscription(match, event)).toBe(isWanted);
  },
);

test("invariant 7: an event from before a subscription, or after its successor, is not for it", () => {
  const event = anEvent({ sequence: 7 });
  expect(isForSubscription({ key: aKey(), afterSequence: 7 }, event)).toBe(false);
  expect(isForSubscription({ key: aKey(), afterSequence: 0, untilSequence: 6 }, event)).toBe(false);
  expect(isForSubscription({ key: aKey(), afterSequence: 6, untilSequence: 7 }, event)).toBe(true);
});

const EVENT = toReference(anEvent());
const DUE = anInstant();
const TASK_CHUNK_ID = /^[\w-]{1,100}$/;

function targets(count: number): { readonly key: SubscriptionKey }[] {
  return Array.from({ length: count }, (_, index) => ({ key: aKey(String(index)) }));
}

test.each([
  [0, []],
  [1, [1]],
  [16, [16]],
  [17, [16, 1]],
  [1_000, [...Array.from({ length: 62 }, () => 16), 8]],
])("%i subscriptions make chunks of %j", (count, sizes) => {
  expect(planChunks(EVENT, 0, targets(count), DUE).map(({ references }) => references.length)).toEqual(sizes);
});

test("every subscription of a page is in one chunk, in order, with its first attempt before it", () => {
  fc.assert(
    fc.property(fc.nat(1_000), fc.nat(99_999), (count, page) => {
      const chunks = planChunks(EVENT, page, targets(count), DUE);
      const references = chunks.flatMap((chunk) => chunk.references);
      expect(references).toEqual(targets(count).map(({ key }) => ({ subscription: key, attemptsBefore: 0 })));
      expect(chunks.every((chunk) => chunk.references.length <= CHUNK_SIZE)).toBe(true);
    }),
    { numRuns: 30 },
  );
});

test("chunk ids sort as they were planned, over pages too, and fit a task", () => {
  const ids = [0, 1, 9, 10, 99_999].flatMap((page) =>
    planChunks(EVENT, page, targets(1_000), DUE).map((each) => each.chunkId),
  );
  expect(ids).toEqual(ids.toSorted());
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.filter((id) => !TASK_CHUNK_ID.test(id))).toEqual([]);
});

test("planning a page twice gives the same chunks", () => {
  expect(planChunks(EVENT, 3, targets(40), DUE)).toEqual(planChunks(EVENT, 3, targets(40), DUE));
});

test("a new chunk was never claimed or queued again", () => {
  expect(planChunks(EVENT, 3, targets(1), DUE)).toEqual([
    {
      event: EVENT,
      chunkId: "page-00003-00",
      references: [{ subscription: aKey("0"), attemptsBefore: 0 }],
      lane: "normal",
      claims: 0,
      dueAt: DUE,
      requeues: 0,
    },
  ]);
});

test("subscriptions that are slow are in chunks of their own, and none is left out or doubled", () => {
  fc.assert(
    fc.property(fc.array(fc.boolean(), { maxLength: 1_000 }), (slows) => {
      const all = slows.map((slow, index) => ({ key: aKey(String(index)), slow }));
      const chunks = planChunks(EVENT, 0, all, DUE);
      const planned = chunks.flatMap(({ lane, references }) =>
        references.map(({ subscription }) => ({ key: subscription, slow: lane === "slow" })),
      );
      expect(planned).toEqual([...all.filter(({ slow }) => !slow), ...all.filter(({ slow }) => slow)]);
      // The row of the page itself fills up what one transaction takes.
      expect(chunks.length).toBeLessThanOrEqual(99);
      expect(new Set(chunks.map(({ chunkId }) => chunkId)).size).toBe(chunks.length);
    }),
    { numRuns: 30 },
  );
});

test("a retry is a chunk of one delivery, with an id of its own for each attempt", () => {
  const retries = [1, 2, 11].map((attemptsBefore) =>
    planRetry(EVENT, { subscription: aKey("r"), attemptsBefore }, "normal", DUE),
  );
  expect(retries.map(({ chunkId }) => chunkId)).toEqual(
    [1, 2, 11].map((n) => `retry-${aKey("r").random}-${String(n).padStart(3, "0")}`),
  );
  expect(retries.every(({ chunkId }) => TASK_CHUNK_ID.test(chunkId))).toBe(true);
  expect(retries[0]).toMatchObject({
    claims: 0,
    requeues: 0,
    dueAt: DUE,
    references: [{ subscription: aKey("r"), attemptsBefore: 1 }],
  });
});
