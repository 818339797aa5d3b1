import * as fc from "fast-check";
import { decideSweep } from "../../shared/delivery/decideSweep";
import { type StoredChunk } from "../../shared/model/delivery";
import { after } from "../../shared/model/instant";
import { aStoredChunk } from "../builders/aChunk";

const NOW = new Date("2026-11-20T10:00:00Z");

/** A chunk that is due `seconds` from now. */
function due(seconds: number, requeues = 0): StoredChunk {
  return aStoredChunk({ dueAt: after(NOW, seconds), requeues });
}

test("an event without chunks is finished", () => {
  expect(decideSweep([], NOW)).toEqual({ finished: true });
});

test("chunks that are not due are left alone until the first of them is", () => {
  expect(decideSweep([due(300), due(1), due(20)], NOW)).toEqual({ finished: false, requeue: [], dueAt: after(NOW, 1) });
});

test.each([0, -0.001, -3_600])("a chunk due %d seconds from now is queued again", (seconds) => {
  const stored = due(seconds);
  const requeue = [{ stored, dueAt: after(NOW, 40) }];
  expect(decideSweep([stored], NOW)).toEqual({ finished: false, requeue, dueAt: after(NOW, 10) });
});

test("a chunk that was queued again may be claimed by a host that dies: its event is looked at with every sweep", () => {
  expect(decideSweep([due(3_600, 1), due(300)], NOW)).toEqual({
    finished: false,
    requeue: [],
    dueAt: after(NOW, 10),
  });
  expect(decideSweep([due(3_600, 1), due(5)], NOW)).toMatchObject({ dueAt: after(NOW, 5) });
});

test.each([
  [0, 40],
  [1, 80],
  [2, 160],
  [6, 2_560],
  [7, 3_600],
  [1_000, 3_600],
])("after %i times in vain it is queued again only %i seconds later", (requeues, seconds) => {
  expect(decideSweep([due(-1, requeues)], NOW)).toMatchObject({ requeue: [{ dueAt: after(NOW, seconds) }] });
});

test("exactly the due chunks are queued again, and the event is looked at when the first of all is due, or soon", () => {
  const someChunks = fc.array(
    fc.tuple(fc.integer({ min: -9_000, max: 9_000 }), fc.nat(20)).map(([seconds, requeues]) => due(seconds, requeues)),
    { minLength: 1, maxLength: 40 },
  );
  fc.assert(
    fc.property(someChunks, (chunks) => {
      const decision = decideSweep(chunks, NOW);
      if (decision.finished) throw new Error("nothing is finished while there are chunks");
      const isDue = ({ chunk }: StoredChunk): boolean => chunk.dueAt <= after(NOW, 0);
      expect(decision.requeue.map(({ stored }) => stored)).toEqual(chunks.filter((each) => isDue(each)));
      const later = chunks.filter((each) => !isDue(each)).map(({ chunk }) => chunk);
      const isClaimable = decision.requeue.length > 0 || later.some(({ requeues }) => requeues > 0);
      const times = [...later.map(({ dueAt }) => dueAt), ...(isClaimable ? [after(NOW, 10)] : [])];
      expect(decision.dueAt).toBe(times.toSorted()[0]);
    }),
  );
});
