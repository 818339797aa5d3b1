import { type Earlier, planSuperseding } from "../../shared/subscriptions/planSuperseding";
import { INSTANCE_ID, OTHER_INSTANCE_ID } from "../builders/anEvent";
import { aKey, aSubscription } from "../builders/aSubscription";

type Kind = "live" | "past" | "unstored" | "elsewhere";

const NOW_MS = 1_800_000_000_000;

/** Named in order, newest first, so many seconds apart. */
function plan(kinds: readonly Kind[], apartSeconds = 60): { ended: string[]; removed: string[] } {
  const earlier = kinds.map((kind, index): Earlier => {
    const instanceId = kind === "elsewhere" ? OTHER_INSTANCE_ID : INSTANCE_ID;
    const key = aKey("", { random: `${kind}-${index}`, instanceId });
    const stored = aSubscription({ key, ...(kind === "past" ? { untilSequence: 3 } : {}) });
    return {
      key,
      order: NOW_MS - (index + 1) * apartSeconds * 1_000,
      stored: kind === "unstored" ? undefined : stored,
    };
  });
  const { ended, removed } = planSuperseding(earlier, { key: aKey(), order: NOW_MS });
  return { ended: ended.map(({ random }) => random), removed: removed.map(({ random }) => random) };
}

test.each<[string, readonly Kind[], string[], string[]]>([
  ["nothing", [], [], []],
  ["the live one ends, its row stays", ["live"], ["live-0"], []],
  ["what ended before it goes", ["live", "past", "past"], ["live-0"], ["past-1", "past-2"]],
  ["the last that ended keeps the end it has", ["past", "past"], [], ["past-1"]],
  ["one without a row does not hide the live one", ["unstored", "live"], ["live-1", "unstored-0"], []],
  ["two live ones both end", ["live", "live"], ["live-0", "live-1"], []],
  ["another instance's goes at once", ["elsewhere", "past"], [], ["elsewhere-0"]],
])("%s", (_, kinds, ended, removed) => {
  expect(plan(kinds)).toEqual({ ended, removed });
});

test("what may still be under way keeps its entry, however many there are", () => {
  const { ended, removed } = plan(
    Array.from({ length: 20 }, () => "unstored" as const),
    5,
  );
  expect([ended.length, removed]).toEqual([10, []]);
});

test("of those without a row so many end that the transaction has room, the oldest go", () => {
  const { ended, removed } = plan([...Array.from({ length: 150 }, () => "unstored" as const), "live"]);
  expect(ended).toHaveLength(11);
  expect(ended[0]).toBe("live-150");
  expect(removed).toHaveLength(140);
});
