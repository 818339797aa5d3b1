import { subscribe } from "../../shared/subscriptions/subscribe";
import { INSTANCE_ID, OTHER_INSTANCE_ID } from "../builders/anEvent";
import { aRequest, aWorld, depsOf, live } from "./subscriptionWorld";

const EARLIER = aRequest({ instanceId: INSTANCE_ID });
const LATER = aRequest({ instanceId: OTHER_INSTANCE_ID });

test.each<[string, "countByConnection" | "getInstance" | "indexConnection" | "loadLedgerEnd"]>([
  ["in counting subscriptions", "countByConnection"],
  ["at the source", "getInstance"],
  ["in writing to an index", "indexConnection"],
  ["in reading the ledger", "loadLedgerEnd"],
])("a repetition of an earlier wish that is held up %s does not replace the later one", async (_, slow) => {
  const world = aWorld();
  const deps = depsOf(world);
  let letGo: (() => void) | undefined;
  const held = new Promise<void>((resolve) => (letGo = resolve));
  const act = deps[slow] as (...args: unknown[]) => Promise<unknown>;
  const repeated = subscribe(EARLIER, {
    ...deps,
    [slow]: async (...args: unknown[]) => {
      await held;
      return act(...args);
    },
  });
  world.now = new Date(world.now.getTime() + 20_000);
  const made = await subscribe(LATER, deps);
  world.now = new Date(world.now.getTime() + 20_000);
  letGo?.();
  await repeated;
  expect(live(world).map(({ key }) => key)).toEqual([made.outcome === "created" ? made.key : undefined]);
});

test.each<[string, string]>([
  ["another instance", OTHER_INSTANCE_ID],
  ["the same instance", INSTANCE_ID],
])("until a subscription to %s is stored, the one before it goes on", async (_, instanceId) => {
  const world = aWorld();
  const first = await subscribe(EARLIER, depsOf(world));
  const failing = depsOf(world, { saveSubscription: () => Promise.reject(new Error("away")) });
  await expect(subscribe(aRequest({ instanceId }), failing)).rejects.toThrow("away");
  expect(live(world).map(({ key }) => key)).toEqual([first.outcome === "created" ? first.key : undefined]);
});
