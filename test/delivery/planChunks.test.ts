import * as fc from "fast-check";
import { CHUNK_SIZE, planChunks, planRetry } from "../../shared/delivery/planChunks";
import { toReference } from "../../shared/model/event";
import { anEvent } from "../builders/anEvent";
import { anInstant } from "../builders/anInstant";
import { aKey } from "../builders/aSubscription";

const EVENT = toReference(anEvent());
const DUE = anInstant();
const TASK_CHUNK_ID = /^[\w-]{1,100}$/;

function keys(count: number): ReturnType<typeof aKey>[] {
  return Array.from({ length: count }, (_, index) => aKey(String(index)));
}

test.each([
  [0, []],
  [1, [1]],
  [16, [16]],
  [17, [16, 1]],
  [1_000, [...Array.from({ length: 62 }, () => 16), 8]],
])("%i subscriptions make chunks of %j", (count, sizes) => {
  expect(planChunks(EVENT, 0, keys(count), DUE).map(({ references }) => references.length)).toEqual(sizes);
});

test("every subscription of a page is in one chunk, in order, with its first attempt before it", () => {
  fc.assert(
    fc.property(fc.nat(1_000), fc.nat(99_999), (count, page) => {
      const chunks = planChunks(EVENT, page, keys(count), DUE);
      const references = chunks.flatMap((chunk) => chunk.references);
      expect(references).toEqual(keys(count).map((subscription) => ({ subscription, attemptsBefore: 0 })));
      expect(chunks.every((chunk) => chunk.references.length <= CHUNK_SIZE)).toBe(true);
    }),
    { numRuns: 30 },
  );
});

test("chunk ids sort as they were planned, over pages too, and fit a task", () => {
  const ids = [0, 1, 9, 10, 99_999].flatMap((page) =>
    planChunks(EVENT, page, keys(1_000), DUE).map((each) => each.chunkId),
  );
  expect(ids).toEqual(ids.toSorted());
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.filter((id) => !TASK_CHUNK_ID.test(id))).toEqual([]);
});

test("planning a page twice gives the same chunks", () => {
  expect(planChunks(EVENT, 3, keys(40), DUE)).toEqual(planChunks(EVENT, 3, keys(40), DUE));
});

test("a new chunk was never claimed or queued again", () => {
  expect(planChunks(EVENT, 3, keys(1), DUE)).toEqual([
    {
      event: EVENT,
      chunkId: "page-00003-00",
      references: [{ subscription: aKey("0"), attemptsBefore: 0 }],
      claims: 0,
      dueAt: DUE,
      requeues: 0,
    },
  ]);
});

test("a retry is a chunk of one delivery, with an id of its own for each attempt", () => {
  const retries = [1, 2, 11].map((attemptsBefore) =>
    planRetry(EVENT, { subscription: aKey("r"), attemptsBefore }, DUE),
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
