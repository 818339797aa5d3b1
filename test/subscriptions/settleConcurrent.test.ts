import * as fc from "fast-check";
import { subscribe } from "../../shared/subscriptions/subscribe";
import { aRequest, aWorld, depsOf, live } from "./subscriptionWorld";

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
