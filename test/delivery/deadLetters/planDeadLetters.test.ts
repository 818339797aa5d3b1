import { awaitsDeadLetters, planDeadLetters } from "../../../shared/delivery/deadLetters/planDeadLetters";
import { type Verdict } from "../../../shared/model/delivery";
import { aChunk } from "../../builders/aChunk";
import { aDeath } from "../../builders/aDeath";
import { anInstant } from "../../builders/anInstant";
import { aKey } from "../../builders/aSubscription";

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
