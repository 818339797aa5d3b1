// Random worlds that are polled in every way, and what detection makes of them compared with what has happened there. The
// suites beside this file say how many worlds are tried.
import * as fc from "fast-check";
import { arbitraryWorld, endOfWorld } from "./arbitraryWorld";
import { expectedEvents } from "./expected";
import { MemoryLedger } from "./memoryLedger";
import { type PollConditions, pollWorld } from "./pollWorld";
import { type World } from "./world";

const FIRST_LOOK = 0;

interface Weather {
  readonly seed: number;
  /** How many polls there are, about, from beginning to end: the fewer, the more happens between two. */
  readonly looks: number;
  readonly failing: number;
  readonly pollers: number;
}

/** Whole numbers that look random: a linear congruential generator. */
function chanceFrom(seed: number): PollConditions["chance"] {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** A look tells 30 events of the jobs at most, and each job of a world has two. */
const LAST_LOOKS = 10;

/** Polls from the first look until long after the last thing has happened; the first and the last looks see everything. */
async function live(world: World, { seed, looks, failing, pollers }: Weather): Promise<MemoryLedger> {
  const ledger = new MemoryLedger();
  const clock = { second: FIRST_LOOK };
  const chance = chanceFrom(seed);
  const calm: PollConditions = { clock, chance, failing: 0, slow: false };
  await pollWorld(world, ledger, calm);
  const end = endOfWorld(world);
  while (clock.second < end) {
    clock.second += 1 + chance((2 * end) / looks);
    const conditions = { ...calm, failing, slow: true };
    await Promise.all(Array.from({ length: pollers }, () => pollWorld(world, ledger, conditions)));
  }
  for (let look = 0; look < LAST_LOOKS; look += 1) {
    clock.second += 1_801;
    await pollWorld(world, ledger, calm);
  }
  return ledger;
}

function byName(all: ReadonlyMap<string, readonly string[]>): Record<string, readonly string[]> {
  return Object.fromEntries([...all].filter(([, told]) => told.length > 0).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** What was told, and what must not have been. */
async function verdict(world: World, weather: Weather): Promise<object> {
  const ledger = await live(world, weather);
  const ids = new Set(ledger.events.map(({ eventId }) => eventId));
  return { told: byName(ledger.told()), repeated: ledger.events.length - ids.size, gaps: ledger.gaps };
}

const seed = fc.integer({ min: 0, max: 2 ** 31 });

export function testWorlds(worlds: number): void {
  test.each<[string, Omit<Weather, "seed">]>([
    ["polled often", { looks: 150, failing: 0, pollers: 1 }],
    ["polled seldom", { looks: 8, failing: 0, pollers: 1 }],
    ["hardly ever polled", { looks: 1, failing: 0, pollers: 1 }],
    ["with reads that fail", { looks: 50, failing: 15, pollers: 1 }],
    ["by two pollers at once", { looks: 80, failing: 0, pollers: 2 }],
    ["by three pollers at once, with reads that fail", { looks: 30, failing: 10, pollers: 3 }],
  ])("each event exactly once, in order per subject, none invented: %s", async (_, weather) => {
    const property = fc.asyncProperty(arbitraryWorld, seed, async (world, each) => {
      const expected = { told: byName(expectedEvents(world, FIRST_LOOK)), repeated: 0, gaps: [] };
      expect(await verdict(world, { ...weather, seed: each })).toEqual(expected);
    });
    await fc.assert(property, { numRuns: worlds });
  });

  test("two pollers do get into each other's way", async () => {
    const [world] = fc.sample(arbitraryWorld, { seed: 7, numRuns: 1 });
    const ledger = world && (await live(world, { seed: 1, looks: 150, failing: 0, pollers: 2 }));
    expect(ledger?.conflicts).toBeGreaterThan(0);
  });
}
