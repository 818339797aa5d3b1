import * as fc from "fast-check";
import { type CallbackRequest } from "../../../shared/delivery/buildCallback";
import {
  EMPTY,
  type HostQueue,
  createBulkhead,
  createCappedPost,
  endTurn,
  leaveQueue,
  patienceMs,
  takeTurn,
} from "../../../shared/delivery/post/bulkhead";
import { type ReceiverAnswer } from "../../../shared/model/delivery";

describe("createCappedPost", () => {
  const DEADLINE_MS = 10_000;
  const OK: ReceiverAnswer = { status: 202, durationMs: 1 };

  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  interface Receivers {
    readonly call: (host: string) => Promise<ReceiverAnswer | "host-busy">;
    /** The deadlines that POSTs were given, by host. */
    readonly deadlines: Readonly<Record<string, number[]>>;
    readonly mostAtOnce: () => number;
  }

  /** Hosts that answer after so many ms. */
  function receivers(most: number, answersAfterMs: Readonly<Record<string, number>>): Receivers {
    const deadlines: Record<string, number[]> = {};
    let running = 0;
    let mostAtOnce = 0;
    const post = async ({ url }: CallbackRequest, deadlineMs: number): Promise<ReceiverAnswer> => {
      const { hostname } = new URL(url);
      (deadlines[hostname] ??= []).push(deadlineMs);
      running += 1;
      mostAtOnce = Math.max(mostAtOnce, running);
      await new Promise((resolve) => {
        setTimeout(resolve, answersAfterMs[hostname]);
      });
      running -= 1;
      return OK;
    };
    const capped = createCappedPost(post, createBulkhead(most), DEADLINE_MS);
    return {
      call: (host) => capped({ url: `https://${host}/run`, headers: {}, body: "{}" }),
      deadlines,
      mostAtOnce: () => mostAtOnce,
    };
  }

  function calls(count: number, host: string, { call }: Receivers): Promise<(ReceiverAnswer | "host-busy")[]> {
    return Promise.all(Array.from({ length: count }, () => call(host)));
  }

  test("a host has no more at once than it may, and all have their turn when it answers", async () => {
    const world = receivers(4, { "quick.example": 100 });
    const answers = calls(40, "quick.example", world);
    await jest.advanceTimersByTimeAsync(1_000);
    expect(await answers).toEqual(Array.from({ length: 40 }, () => OK));
    expect(world.mostAtOnce()).toBe(4);
  });

  test("waiting is part of the deadline", async () => {
    const world = receivers(1, { "quick.example": 200 });
    const answers = calls(3, "quick.example", world);
    await jest.advanceTimersByTimeAsync(600);
    await answers;
    expect(world.deadlines["quick.example"]).toEqual([10_000, 9_800, 9_600]);
  });

  test("at a host that hangs nobody waits for long: what finds no turn is not sent", async () => {
    const world = receivers(2, { "hangs.example": 9_999 });
    const answers = calls(5, "hangs.example", world);
    await jest.advanceTimersByTimeAsync(250);
    const given = await Promise.race([answers, Promise.resolve("some still wait")]);
    expect(given).toBe("some still wait");
    await jest.advanceTimersByTimeAsync(10_000);
    expect(await answers).toEqual([OK, OK, "host-busy", "host-busy", "host-busy"]);
    expect(world.deadlines["hangs.example"]).toEqual([10_000, 10_000]);
  });

  test("nobody waits for more than half of the deadline, though the host goes on", async () => {
    const world = receivers(1, { "busy.example": 200 });
    const answers = calls(100, "busy.example", world);
    await jest.advanceTimersByTimeAsync(DEADLINE_MS);
    const sent = (await answers).filter((each) => each !== "host-busy");
    expect(sent).toHaveLength(26);
    expect(world.deadlines["busy.example"]?.at(-1)).toBeGreaterThanOrEqual(DEADLINE_MS / 2);
  });

  test("one host does not take another's turns", async () => {
    const world = receivers(1, { "hangs.example": 9_000, "quick.example": 10 });
    const hanging = calls(10, "hangs.example", world);
    const answers = calls(10, "quick.example", world);
    await jest.advanceTimersByTimeAsync(100);
    expect(await answers).not.toContain("host-busy");
    await jest.advanceTimersByTimeAsync(9_000);
    await hanging;
  });

  test("a turn whose POST throws is given back", async () => {
    const bulkhead = createBulkhead(1);
    await expect(bulkhead("a", 100, () => Promise.reject(new Error("a fault of ours")))).rejects.toThrow(
      "a fault of ours",
    );
    expect(await bulkhead("a", 100, () => Promise.resolve("next"))).toBe("next");
  });

  test("what is no URL is left to the POST to refuse", async () => {
    const refused: ReceiverAnswer = { error: "address-refused", durationMs: 0 };
    const capped = createCappedPost(() => Promise.resolve(refused), createBulkhead(1), DEADLINE_MS);
    expect(await capped({ url: "no url", headers: {}, body: "" })).toBe(refused);
  });
});

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
  ["just came", { since: 1_000, maxMs: 5_000 }, 0, 1_000, 250],
  ["came to a host that hangs", { since: 1_000, maxMs: 5_000 }, 0, 1_250, 0],
  ["waits at a host that goes on", { since: 1_000, maxMs: 5_000 }, 3_000, 3_100, 150],
  ["has waited for as long as it may, though the host goes on", { since: 1_000, maxMs: 5_000 }, 6_000, 6_000, 0],
  ["may wait for less than a stall", { since: 1_000, maxMs: 100 }, 1_000, 1_000, 100],
])("whoever %s has the patience that makes sense", (...row) => {
  const [, wait, progressAt, now, expected] = row;
  expect(patienceMs(wait, progressAt, now)).toBe(expected);
});
