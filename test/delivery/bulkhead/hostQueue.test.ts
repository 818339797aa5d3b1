import * as fc from "fast-check";
import {
  EMPTY,
  type HostQueue,
  endTurn,
  leaveQueue,
  patienceMs,
  takeTurn,
} from "../../../shared/delivery/bulkhead/hostQueue";

type Step = "come" | "end" | "leave";

/** What a queue did over a history: who had a turn, in order, and who left. */
function play(steps: readonly Step[], most: number): { queue: HostQueue<number>; began: number[]; left: number[] } {
  let queue: HostQueue<number> = EMPTY;
  const [began, left]: [number[], number[]] = [[], []];
  for (const [ticket, step] of steps.entries()) {
    if (step === "come") {
      const taken = takeTurn(queue, ticket, most);
      queue = taken.queue;
      if (taken.starts) began.push(ticket);
    } else if (step === "end" && queue.running > 0) {
      const ended = endTurn(queue, ticket);
      queue = ended.queue;
      if (ended.next !== undefined) began.push(ended.next);
    } else if (step === "leave" && queue.waiting[0] !== undefined) {
      left.push(queue.waiting[0]);
      queue = leaveQueue(queue, queue.waiting[0]);
    }
    expect(queue.running).toBeLessThanOrEqual(most);
    expect(queue.waiting.length === 0 || queue.running === most).toBe(true);
  }
  return { queue, began, left };
}

const aHistory = fc.array(fc.constantFrom<Step>("come", "come", "end", "leave"), { maxLength: 200 });

test("never more than the most have a turn, nobody waits while one is free, and whoever comes first goes first", () => {
  fc.assert(
    fc.property(aHistory, fc.integer({ min: 1, max: 5 }), (steps, most) => {
      const { queue, began, left } = play(steps, most);
      expect(began).toEqual(began.toSorted((a, b) => a - b));
      const came = [...steps.entries()].filter(([, step]) => step === "come").map(([ticket]) => ticket);
      expect([...began, ...left, ...queue.waiting].toSorted((a, b) => a - b)).toEqual(came);
    }),
  );
});

test.each([
  ["just came", { since: 1_000, mostMs: 5_000 }, 0, 1_000, 250],
  ["came to a host that hangs", { since: 1_000, mostMs: 5_000 }, 0, 1_250, 0],
  ["waits at a host that goes on", { since: 1_000, mostMs: 5_000 }, 3_000, 3_100, 150],
  ["has waited for as long as it may, though the host goes on", { since: 1_000, mostMs: 5_000 }, 6_000, 6_000, 0],
  ["may wait for less than a stall", { since: 1_000, mostMs: 100 }, 1_000, 1_000, 100],
])("whoever %s has the patience that makes sense", (...row) => {
  const [, wait, progressAt, now, expected] = row;
  expect(patienceMs(wait, progressAt, now)).toBe(expected);
});
