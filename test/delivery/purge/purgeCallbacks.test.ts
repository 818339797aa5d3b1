import { settleCallback } from "../../../shared/delivery/purge/purgeCallbacks";
import { aKey } from "../../builders/aSubscription";
import { INSTANCE_ID, OTHER_INSTANCE_ID } from "../../builders/anEvent";

interface Given {
  readonly order: number;
  readonly isLive?: boolean;
  readonly instanceId?: string;
}

/** Which are ended, by their place among the given, and at which event; each begins after event 10 × its order. */
async function settle(given: readonly Given[]): Promise<readonly string[]> {
  const ended: string[] = [];
  const entries = given.map(({ order, instanceId = INSTANCE_ID }, index) => {
    const key = aKey(`s${index}`, { instanceId });
    return { row: key.random, key, order };
  });
  const found = new Map(
    entries.flatMap(({ key, order }, index) => {
      const { isLive } = given[index] ?? {};
      return isLive === undefined ? [] : [[key.random, { isLive, afterSequence: order * 10 }] as const];
    }),
  );
  const count = await settleCallback(entries, found, {
    endSubscription: async ({ random }, until) => void ended.push(`${random.slice(0, 2)} at ${until}`),
  });
  expect(count).toBe(ended.length);
  return ended;
}

test.each<[string, readonly Given[], readonly string[]]>([
  ["of two live ones the older ends where the newer begins", [live(2), live(1)], ["s1 at 20"]],
  ["of three the two older end", [live(1), live(3), live(2)], ["s0 at 30", "s2 at 30"]],
  ["of the same moment the random part decides", [live(1), live(1)], ["s0 at 10"]],
  ["one alone stays", [live(1)], []],
  ["what has ended already counts for nothing", [live(1), { order: 2, isLive: false }], []],
  ["a newer one that is not stored counts for nothing", [live(1), { order: 2 }], []],
  ["one of another instance gets no more", [{ ...live(1), instanceId: OTHER_INSTANCE_ID }, live(2)], ["s0 at 0"]],
  ["of none there is nothing to end", [], []],
])("%s", async (_, given, expected) => {
  expect(await settle(given)).toEqual(expected);
});

function live(order: number): Given {
  return { order, isLive: true };
}
