import * as fc from "fast-check";
import { awaitsDeadLetters, planDeadLetters, planRequeues, requeueSeconds } from "../../shared/delivery/followUps";
import { type Chunk, type Lane, type Verdict } from "../../shared/model/delivery";
import { aChunk } from "../builders/aChunk";
import { aDeath } from "../builders/aDeath";
import { aKey } from "../builders/aSubscription";
import { anInstant } from "../builders/anInstant";

const DUE_AT = anInstant("2026-11-20T10:00:20Z");

test("the dead of a chunk wait in one chunk, whose id is derived, with all their attempts", () => {
  const [a, b] = [aKey("a"), aKey("b")];
  const records = [
    aDeath({ reference: { subscription: a, attemptsBefore: 0 }, attempt: 1 }),
    aDeath({ reference: { subscription: b, attemptsBefore: 11 }, attempt: 12 }),
  ];
  const [awaiting, ...more] = planDeadLetters(aChunk({ chunkId: "page-00000-03" }), records, DUE_AT);
  expect(more).toEqual([]);
  expect(awaiting).toMatchObject({ chunkId: `dead-page-00000-03-${a.random}`, claims: 0, dueAt: DUE_AT });
  expect(awaiting?.references).toEqual([
    { subscription: a, attemptsBefore: 1 },
    { subscription: b, attemptsBefore: 12 },
  ]);
  expect(awaiting && awaitsDeadLetters(awaiting)).toBe(true);
});

test("a chunk that is recorded in parts has a chunk of dead letters for each part", () => {
  const ids = ["a", "b"].flatMap((name) => {
    const reference = { subscription: aKey(name), attemptsBefore: 0 };
    return planDeadLetters(aChunk(), [aDeath({ reference })], DUE_AT).map(({ chunkId }) => chunkId);
  });
  expect(new Set(ids).size).toBe(2);
});

test.each<Verdict>([
  { outcome: "delivered" },
  { outcome: "retrying", delaySeconds: 5 },
  { outcome: "dropped", cause: "subscription-gone" },
])("what %j has no dead letter", (verdict) => {
  expect(planDeadLetters(aChunk(), [aDeath({ verdict })], DUE_AT)).toEqual([]);
});

test.each(["page-00000-00", "retry-dead-000000000000000-001"])("chunk %s awaits none", (chunkId) => {
  expect(awaitsDeadLetters(aChunk({ chunkId }))).toBe(false);
});

const DUE = anInstant();
const TASK_CHUNK_ID = /^[\w-]{1,100}$/;
const RETRY = `retry-${aKey().random}-003`;

function putBack(chunk: Chunk, ...lanes: Lane[]): readonly Chunk[] {
  const waiting = lanes.map((lane) => ({ reference: { subscription: aKey(), attemptsBefore: 2 }, lane }));
  return planRequeues(chunk, waiting, DUE);
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
  expect(requeueSeconds(chunkId, 0)).toBe(least);
  expect(requeueSeconds(chunkId, 1)).toBe(most);
});
