import * as fc from "fast-check";
import { planPutBacks, putBackSeconds } from "../../shared/delivery/planPutBacks";
import { type Chunk, type Lane } from "../../shared/model/delivery";
import { aChunk } from "../builders/aChunk";
import { anInstant } from "../builders/anInstant";
import { aKey } from "../builders/aSubscription";

const DUE = anInstant();
const TASK_CHUNK_ID = /^[\w-]{1,100}$/;
const RETRY = `retry-${aKey().random}-003`;

function putBack(chunk: Chunk, ...lanes: Lane[]): readonly Chunk[] {
  const waiting = lanes.map((lane) => ({ reference: { subscription: aKey(), attemptsBefore: 2 }, lane }));
  return planPutBacks(chunk, waiting, DUE);
}

test.each<[string, Lane, Lane[], string[]]>([
  ["page-00003-07", "normal", ["normal", "normal"], ["page-00003-07-w1"]],
  ["page-00003-07-w1", "normal", ["normal"], ["page-00003-07-w2"]],
  ["page-00003-07-w1", "normal", ["normal", "slow"], ["page-00003-07-w2", "page-00003-07-w1-slow-w2"]],
  ["page-00003-07-w1-slow-w2", "slow", ["slow"], ["page-00003-07-w1-slow-w3"]],
  [RETRY, "slow", ["slow"], [`${RETRY}-w1`]],
])("of %s in the %s lane, %j are put back as %j", (chunkId, lane, waiting, ids) => {
  const chunks = putBack(aChunk({ chunkId, lane }), ...waiting);
  expect(chunks.map((each) => each.chunkId)).toEqual(ids);
  expect(chunks.flatMap(({ references }) => references)).toHaveLength(waiting.length);
  expect(chunks.every(({ claims, requeues, dueAt }) => claims === 0 && requeues === 0 && dueAt === DUE)).toBe(true);
});

test("however often and in whatever lanes a chunk is put back, no id comes twice, and all fit a task", () => {
  const aRound = fc.array(fc.subarray<Lane>(["normal", "slow"]), { maxLength: 12 });
  fc.assert(
    fc.property(fc.constantFrom("page-99999-63", RETRY), aRound, (chunkId, rounds) => {
      const ids = [chunkId];
      let open: readonly Chunk[] = [aChunk({ chunkId })];
      for (const lanes of rounds) {
        // What is slow stays so: its lane changes once.
        open = open.flatMap((chunk) => putBack(chunk, ...(chunk.lane === "slow" ? (["slow"] as const) : lanes)));
        ids.push(...open.map((each) => each.chunkId));
      }
      expect(new Set(ids).size).toBe(ids.length);
      expect(ids.filter((id) => !TASK_CHUNK_ID.test(id))).toEqual([]);
    }),
  );
});

test.each([
  ["page-00000-00", 0.5, 1.5],
  ["page-00000-00-w1", 1, 3],
  ["page-00000-00-w5", 16, 48],
  ["page-00000-00-w6", 30, 90],
  ["page-00000-00-w900", 30, 90],
])("%s waits for %s to %s seconds", (chunkId, least, most) => {
  expect(putBackSeconds(chunkId, 0)).toBe(least);
  expect(putBackSeconds(chunkId, 1)).toBe(most);
});
