import * as fc from "fast-check";
import { subscribe } from "../../shared/subscriptions/subscribe";
import { type Earlier, planSuperseding } from "../../shared/subscriptions/superseding";
import { aKey, aSubscription } from "../builders/aSubscription";
import { INSTANCE_ID, OTHER_INSTANCE_ID } from "../builders/anEvent";
import { aRequest, aWorld, depsOf, live } from "./subscriptionWorld";

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
  ["what ended a moment ago stays: its write may come again", ["live", "past", "past"], ["live-0"], []],
  ["one without a row does not hide the live one", ["unstored", "live"], ["live-1", "unstored-0"], []],
  ["two live ones both end", ["live", "live"], ["live-0", "live-1"], []],
  ["another instance's goes at once", ["elsewhere", "past"], [], ["elsewhere-0"]],
])("%s", (_, kinds, ended, removed) => {
  expect(plan(kinds)).toEqual({ ended, removed });
});

test.each<[string, readonly Kind[], string[], string[]]>([
  ["what ended long before it goes", ["live", "past", "past"], ["live-0"], ["past-1", "past-2"]],
  ["the last that ended keeps the end it has", ["past", "past"], [], ["past-1"]],
])("a quarter of an hour apart, %s", (_, kinds, ended, removed) => {
  expect(plan(kinds, 900)).toEqual({ ended, removed });
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

test("an older one stays live while the newer one is not stored: its host may have died", async () => {
  const world = aWorld();
  const deps = depsOf(world);
  const newer = {
    ...deps,
    now: () => new Date(world.now.getTime() + 1),
    saveSubscription: () => Promise.reject(new Error("died")),
  };
  const older = {
    ...deps,
    saveSubscription: async (...saved: Parameters<typeof deps.saveSubscription>) => {
      await subscribe(aRequest(), newer).catch(() => undefined);
      await deps.saveSubscription(...saved);
    },
  };
  const made = await subscribe(aRequest(), older);
  expect(live(world).map(({ key }) => ({ outcome: "created", key }))).toEqual([made]);
});

test("an older one that is stored last ends where the newer one begins, and keeps its row", async () => {
  const world = aWorld();
  const deps = depsOf(world);
  const older = {
    ...deps,
    saveSubscription: async (...saved: Parameters<typeof deps.saveSubscription>) => {
      world.ledgerEnd = 9;
      await subscribe(aRequest(), { ...deps, now: () => new Date(world.now.getTime() + 1) });
      await deps.saveSubscription(...saved);
    },
  };
  await subscribe(aRequest(), older);
  const spans = [...world.rows.values()].map(({ afterSequence, untilSequence }) => [afterSequence, untilSequence]);
  expect(spans).toEqual([
    [9, undefined],
    [5, 9],
  ]);
});

test("whatever the interleaving, a subscribe that is answered leaves one live beside one that dies before it is stored", async () => {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), fc.nat(2), async (s, clock) => {
      const world = aWorld();
      const plain = depsOf(world);
      const step = <T extends (...args: never[]) => Promise<unknown>>(act: T): T => s.scheduleFunction(act) as T;
      const { listByCallback, indexCallback, saveSubscription, loadSubscription, endSubscription } = plain;
      const deps = {
        ...plain,
        listByCallback: step(listByCallback),
        indexCallback: step(indexCallback),
        saveSubscription: step(saveSubscription),
        loadSubscription: step(loadSubscription),
        endSubscription: step(endSubscription),
      };
      const dying = {
        ...deps,
        now: () => new Date(world.now.getTime() + clock - 1),
        saveSubscription: () => Promise.reject(new Error("died")),
      };
      const other = subscribe(aRequest(), dying).catch(() => undefined);
      await s.waitFor(Promise.all([subscribe(aRequest(), deps), other]));
      expect(live(world)).toHaveLength(1);
    }),
    { numRuns: 300 },
  );
});
