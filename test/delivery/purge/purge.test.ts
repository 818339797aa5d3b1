import * as fc from "fast-check";
import { openMemoryStore } from "../../contracts/memoryStore";
import { expectedOf } from "./expected";
import { isDeath } from "./mortalTables";
import { ANY_PAST, type PastInstance } from "./past";
import { NOW, type PurgeWorld, purgeWorld } from "./purgeWorld";

async function worldOf(past: readonly PastInstance[], purgeOperations: number): Promise<PurgeWorld> {
  return purgeWorld(past, (await openMemoryStore()).tables, purgeOperations);
}

function outcomes({ lines }: PurgeWorld): unknown {
  return lines.at(-1)?.["outcomes"];
}

const FINISHED = { events: "finished", "dead-letters": "finished", subscriptions: "finished", callbacks: "finished" };
/** Runs after which the smallest allowance has been enough. */
const ENOUGH_RUNS = 400;

async function runUntilFinished(world: PurgeWorld): Promise<void> {
  let inARow = 0;
  // Twice: the callbacks of one round may be before the subscriptions of the next.
  for (let runs = 0; runs < ENOUGH_RUNS && inARow < 2; runs += 1) {
    await world.run();
    inARow = JSON.stringify(outcomes(world)) === JSON.stringify(FINISHED) ? inARow + 1 : 0;
  }
}

const ANY_LIVES = fc.array(fc.record({ left: fc.integer({ min: 1, max: 80 }), endsAfter: fc.boolean() }), {
  maxLength: 6,
});

test("whatever the past, nothing that is needed goes and nothing old stays, wherever earlier runs were killed", async () => {
  await fc.assert(
    fc.asyncProperty(ANY_PAST, ANY_LIVES, fc.integer({ min: 8, max: 60 }), async (past, lives, operations) => {
      const world = await worldOf(past, operations);
      const expected = past.map((each) => expectedOf(each, NOW));
      const needed = expected.flatMap(({ stay }) => stay);
      const check = async (): Promise<void> => {
        const rows = await world.rows();
        expect(needed.filter((name) => !rows.has(name))).toEqual([]);
        expect(unreachable(rows)).toEqual([]);
      };
      for (const life of lives) {
        await world.run({ ...life }).catch((error: unknown) => {
          if (!isDeath(error)) throw error;
        });
        await check();
      }
      await runUntilFinished(world);
      await check();
      const rows = await world.rows();
      expect(expected.flatMap(({ go }) => go.filter((name) => rows.has(name)))).toEqual([]);
    }),
    { numRuns: 80 },
  );
});

/** Deliveries whose event is not in its instance's history any more. */
function unreachable(rows: ReadonlySet<string>): string[] {
  const events = [...rows].filter((name) => name.startsWith("InstanceState/") && name.includes("/event:"));
  const ids = new Set(events.map((name) => `Deliveries/evt_${name.split("/")[1]?.slice(0, 1)}${sequenceIn(name) - 1}`));
  return [...rows].filter((name) => name.startsWith("Deliveries/") && !ids.has(name));
}

function sequenceIn(name: string): number {
  return Number.MAX_SAFE_INTEGER - Number(name.split("event:")[1]);
}

test("an instance with much to purge does not hold up the one after it", async () => {
  const [many, few] = [400, 1].map((deliveries, index) => ({
    instanceId: `${index}b1f0c1e-52a1-4c0e-9a55-0a4de1f0b001`,
    events: Array.from({ length: index === 0 ? 40 : 8 }, () => ({ ageDays: 40, state: "done" as const, deliveries })),
    subscriptions: [],
    letterAges: [],
    redrives: [],
  }));
  const world = await worldOf(
    [many, few].filter((each) => each !== undefined),
    60,
  );
  await world.run();
  await world.run();
  const rows = [...(await world.rows())];
  expect(rows.filter((name) => name.startsWith("InstanceState/1") && name.includes("event:"))).toEqual([]);
  expect(rows.filter((name) => name.startsWith("InstanceState/0") && name.includes("event:")).length).toBeGreaterThan(
    0,
  );
});

test("a subscription that is over goes, however many events are still open", async () => {
  const event = { ageDays: 0.5, state: "retrying" as const, deliveries: 0 };
  const subscriptions = [{ ageDays: 31, fate: "superseded" as const, isAwaited: false }];
  const instanceId = "eb1f0c1e-52a1-4c0e-9a55-0a4de1f0b002";
  const past = { instanceId, events: Array.from({ length: 20 }, () => event), letterAges: [], redrives: [] };
  const world = await worldOf([{ ...past, subscriptions }], 8);
  await runUntilFinished(world);
  expect([...(await world.rows())].filter((name) => name.startsWith("Subscriptions/"))).toEqual([]);
});

test("a run tells in one line what it has removed, and what is left for the next", async () => {
  const past = { events: [{ ageDays: 31, state: "done" as const, deliveries: 250 }], letterAges: [91] };
  const subscriptions = [{ ageDays: 31, fate: "dormant" as const, isAwaited: false }];
  const redrives = [{ ageDays: 91, isDone: true }];
  const instanceId = "6b1f0c1e-52a1-4c0e-9a55-0a4de1f0b001";
  const world = await worldOf([{ instanceId, subscriptions, redrives, ...past }], 100);
  await world.run();
  expect(world.lines).toEqual([
    {
      name: "purge.completed",
      events: 1,
      deliveries: 251,
      deadLetters: 1,
      redrives: 1,
      subscriptions: 1,
      callbacks: 1,
      settled: 0,
      outcomes: FINISHED,
      durationMs: 0,
    },
  ]);
});

test("a stage that fails is told and thrown, and the others have had their turn", async () => {
  const world = await worldOf([], 100);
  await expect(world.run({ left: 1, endsAfter: false })).rejects.toThrow(/^not purged: Error: dead/);
  expect(world.lines).toHaveLength(1);
  expect(outcomes(world)).toMatchObject({ events: "failed" });
});
