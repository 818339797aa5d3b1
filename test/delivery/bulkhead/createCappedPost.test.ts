import { createBulkhead } from "../../../shared/delivery/bulkhead/createBulkhead";
import { createCappedPost } from "../../../shared/delivery/bulkhead/createCappedPost";
import { type CallbackRequest } from "../../../shared/delivery/buildCallback";
import { type Answer } from "../../../shared/model/delivery";

const DEADLINE_MS = 10_000;
const OK: Answer = { status: 202, durationMs: 1 };

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

interface Receivers {
  readonly call: (host: string) => Promise<Answer | "no-turn">;
  /** The deadlines that POSTs were given, by host. */
  readonly deadlines: Readonly<Record<string, number[]>>;
  readonly mostAtOnce: () => number;
}

/** Hosts that answer after so many ms. */
function receivers(most: number, answersAfterMs: Readonly<Record<string, number>>): Receivers {
  const deadlines: Record<string, number[]> = {};
  let running = 0;
  let mostAtOnce = 0;
  const post = async ({ url }: CallbackRequest, deadlineMs: number): Promise<Answer> => {
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

function calls(count: number, host: string, { call }: Receivers): Promise<(Answer | "no-turn")[]> {
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
  expect(await answers).toEqual([OK, OK, "no-turn", "no-turn", "no-turn"]);
  expect(world.deadlines["hangs.example"]).toEqual([10_000, 10_000]);
});

test("nobody waits for more than half of the deadline, though the host goes on", async () => {
  const world = receivers(1, { "busy.example": 200 });
  const answers = calls(100, "busy.example", world);
  await jest.advanceTimersByTimeAsync(DEADLINE_MS);
  const sent = (await answers).filter((each) => each !== "no-turn");
  expect(sent).toHaveLength(26);
  expect(world.deadlines["busy.example"]?.at(-1)).toBeGreaterThanOrEqual(DEADLINE_MS / 2);
});

test("one host does not take another's turns", async () => {
  const world = receivers(1, { "hangs.example": 9_000, "quick.example": 10 });
  const hanging = calls(10, "hangs.example", world);
  const answers = calls(10, "quick.example", world);
  await jest.advanceTimersByTimeAsync(100);
  expect(await answers).not.toContain("no-turn");
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
  const refused: Answer = { error: "address-refused", durationMs: 0 };
  const capped = createCappedPost(() => Promise.resolve(refused), createBulkhead(1), DEADLINE_MS);
  expect(await capped({ url: "no url", headers: {}, body: "" })).toBe(refused);
});
