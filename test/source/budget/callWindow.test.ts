import { createBlocks } from "../../../shared/source/budget/callWindow";
import { OK, refused } from "./budgetScene";

const NOW = Date.parse("2026-11-20T10:00:00Z");
const SECOND = 1000;

test("429 that does not say how long closes for longer each time, up to five minutes, until a call succeeds", () => {
  const blocks = createBlocks(() => 1);
  let now = NOW;
  const refuse = (): number => {
    blocks.learn("a", refused("throttled"), now);
    const seconds = (blocks.openAt("b") - now) / SECOND;
    now = blocks.openAt("b");
    return seconds;
  };
  const closedSeconds = Array.from({ length: 11 }, refuse);
  expect(closedSeconds).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]);
  blocks.learn("a", OK, now);
  expect(refuse()).toBe(1);
});

test("refusals of calls that were under way together count once", () => {
  const blocks = createBlocks(() => 1);
  for (let call = 0; call < 10; call += 1) blocks.learn("a", refused("throttled"), NOW);
  expect(blocks.openAt("a")).toBe(NOW + SECOND);
  blocks.learn("a", refused("throttled"), NOW + SECOND);
  expect(blocks.openAt("a")).toBe(NOW + 3 * SECOND);
});

test.each([
  [0, 2],
  [0.5, 3],
  [1, 4],
])("with %p as the random number the third wait is %p seconds", (random, seconds) => {
  const blocks = createBlocks(() => random);
  let now = NOW;
  for (let refusal = 0; refusal < 2; refusal += 1) {
    blocks.learn("a", refused("throttled"), now);
    now = blocks.openAt("a");
  }
  blocks.learn("a", refused("throttled"), now);
  expect(blocks.openAt("a") - now).toBe(seconds * SECOND);
});

test.each<["throttled" | "unavailable", number | undefined, number, number]>([
  ["throttled", 20, 20, 20],
  ["throttled", 0, 1, 1],
  ["throttled", 1e9, 86_400, 86_400],
  ["unavailable", 20, 20, 0],
  ["unavailable", 1e9, 86_400, 0],
  ["unavailable", undefined, 0, 0],
])(
  "%s, with %p seconds to wait, closes its instance for %p seconds and others for %p",
  (kind, retryAfter, own, others) => {
    const blocks = createBlocks(() => 1);
    blocks.learn("a", refused(kind, retryAfter), NOW);
    const closedSeconds = (instanceId: string): number => Math.max(0, blocks.openAt(instanceId) - NOW) / SECOND;
    expect([closedSeconds("a"), closedSeconds("b"), closedSeconds("")]).toEqual([own, others, others]);
  },
);

test.each(["throttled", "unavailable"] as const)("a later and shorter %s opens nothing earlier", (kind) => {
  const blocks = createBlocks(() => 1);
  blocks.learn("a", refused(kind, 25), NOW);
  blocks.learn("a", refused(kind, 2), NOW + SECOND);
  blocks.learn("a", OK, NOW + SECOND);
  expect(blocks.openAt("a")).toBe(NOW + 25 * SECOND);
});

test("what was closed is forgotten when it is open again", () => {
  const blocks = createBlocks(() => 1);
  blocks.learn("a", refused("unavailable", 5), NOW);
  blocks.learn("b", refused("unavailable", 5), NOW + 5 * SECOND);
  expect(blocks.openAt("a")).toBe(0);
});
