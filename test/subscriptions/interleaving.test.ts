import * as fc from "fast-check";
import { subscribe } from "../../shared/subscriptions/subscribe";
import { toSubscriptionId } from "../../shared/subscriptions/subscriptionId";
import { unsubscribe } from "../../shared/subscriptions/unsubscribe";
import { INSTANCE_ID, OTHER_INSTANCE_ID } from "../builders/anEvent";
import { type World, type WorldDeps, aRequest, aWorld, depsOf, live } from "./subscriptionWorld";

const STEPS = [
  "indexConnection",
  "listByCallback",
  "loadLedgerEnd",
  "indexCallback",
  "saveSubscription",
  "loadSubscription",
  "endSubscription",
  "removeSubscriptions",
  "touchWatch",
  "queuePoll",
] as const satisfies readonly (keyof WorldDeps)[];

/** The dependencies with `wrap` around each step that touches storage. */
function wrapped(world: World, wrap: (step: (...args: never[]) => unknown) => unknown): WorldDeps {
  const deps = depsOf(world);
  return { ...deps, ...Object.fromEntries(STEPS.map((name) => [name, wrap(deps[name])])) };
}

const anInstance = fc.constantFrom(INSTANCE_ID, OTHER_INSTANCE_ID);
const someInstances = fc.array(anInstance, { minLength: 2, maxLength: 3 });
const aStep = fc.nat(9);

test("whatever the interleaving of subscribes with the same callback, exactly one is live at the end", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      someInstances,
      fc.array(fc.nat(2), { minLength: 3, maxLength: 3 }),
      async (s, instances, clocks) => {
        const world = aWorld();
        const deps = wrapped(world, (step) => s.scheduleFunction(step as () => Promise<unknown>));
        const at = world.now.getTime();
        const all = instances.map((instanceId, index) =>
          subscribe(aRequest({ instanceId }), { ...deps, now: () => new Date(at + (clocks[index] ?? 0)) }),
        );
        await s.waitFor(Promise.all(all));
        expect(live(world)).toHaveLength(1);
        expect(world.index.map(({ key }) => key.random)).toEqual(expect.arrayContaining([live(world)[0]?.key.random]));
      },
    ),
    { numRuns: 500 },
  );
});

test("whatever the interleaving, each event to come goes to one of the two", async () => {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), async (s) => {
      const world = aWorld();
      const deps = wrapped(world, (step) => s.scheduleFunction(step as () => Promise<unknown>));
      const happens = s.scheduleFunction(() => Promise.resolve((world.ledgerEnd += 1)));
      await s.waitFor(Promise.all([subscribe(aRequest(), deps), happens(), subscribe(aRequest(), deps), happens()]));
      const seeing = (sequence: number): number =>
        [...world.rows.values()].filter(
          ({ afterSequence, untilSequence = Infinity }) => sequence > afterSequence && sequence <= untilSequence,
        ).length;
      expect([6, 7].map((sequence) => seeing(sequence)).every((count) => count <= 1)).toBe(true);
      expect(seeing(world.ledgerEnd + 1)).toBe(1);
    }),
    { numRuns: 500 },
  );
});

test("a subscribe that breaks off anywhere is mended by the next, and one DELETE ends it all", async () => {
  await fc.assert(
    fc.asyncProperty(anInstance, anInstance, aStep, fc.boolean(), async (first, second, breakAt, isDone) => {
      const world = aWorld();
      let step = 0;
      const deps = wrapped(world, (run) => async (...args: never[]) => {
        if (step++ !== breakAt) return run(...args);
        if (isDone) await run(...args);
        throw new Error("broken off");
      });
      await subscribe(aRequest({ instanceId: first }), deps).catch(() => undefined);
      step = Number.NEGATIVE_INFINITY;
      const made = await subscribe(aRequest({ instanceId: second }), deps);
      if (made.outcome !== "created") throw new Error("refused");
      expect(live(world).map(({ key }) => key)).toEqual([made.key]);
      await unsubscribe(toSubscriptionId(made.key), deps);
      expect(world.rows.size).toBe(0);
      // What was never stored keeps its entry, for it might still come; the purge removes that.
      expect(world.index.filter(({ key }) => key.random === made.key.random)).toEqual([]);
    }),
    { numRuns: 300 },
  );
});
