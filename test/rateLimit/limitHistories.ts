// Random histories of hosts, clocks, storage and clients, and what holds in each of them. The suites beside this file say
// how many are tried.
import * as fc from "fast-check";
import { type CallLimit } from "../../shared/rateLimit/callLimit";
import { MAX_DELAY_MS, MAX_SKEW_MS } from "../../shared/rateLimit/admitCalls";
import { chanceFrom } from "../faults/schedules/chance";
import { type LimitWorld, type Luck, limitWorld } from "./limitWorld";

const CALLER = { connection: "somebody", bucket: "calls" } as const;

interface HostStory {
  readonly skewMs: number;
  /** Way to the store and back when it is slow; else it is milliseconds. */
  readonly slowMs: number;
  /** How many of a hundred ways are slow. */
  readonly slow: number;
}

interface Story {
  readonly seed: number;
  readonly limit: number;
  readonly hosts: readonly HostStory[];
  readonly clients: number;
  readonly impatienceMs: number;
  readonly isObedient: boolean;
  /** How many of 100 operations go wrong; and whether storage may fail altogether. */
  readonly badLuck: number;
  readonly hasOutages: boolean;
}

const hostStory: fc.Arbitrary<HostStory> = fc.record({
  skewMs: fc.oneof(fc.constantFrom(0, MAX_SKEW_MS), fc.integer({ min: 0, max: MAX_SKEW_MS })),
  // Just within what the rule allows for, as well as far beyond it.
  slowMs: fc.constantFrom(200, MAX_DELAY_MS / 2, 3_000),
  slow: fc.constantFrom(0, 10, 50, 100),
});

const story: fc.Arbitrary<Story> = fc.record({
  seed: fc.integer(),
  limit: fc.integer({ min: 1, max: 12 }),
  hosts: fc.array(hostStory, { minLength: 1, maxLength: 5 }),
  clients: fc.integer({ min: 1, max: 8 }),
  impatienceMs: fc.constantFrom(300, 3_000),
  isObedient: fc.boolean(),
  badLuck: fc.constantFrom(0, 5, 30),
  hasOutages: fc.boolean(),
});

const MISHAPS: readonly Luck[] = ["moved", "lost-answer", "repeated"];
const OUTAGES: readonly Luck[] = ["down", "lost-write", "late"];

interface Scene {
  readonly world: LimitWorld;
  readonly random: () => number;
  readonly anyHost: () => CallLimit | undefined;
}

function openScene({ seed, limit, hosts, badLuck, hasOutages }: Story): Scene {
  const random = chanceFrom(seed, "limit").next;
  const bad = hasOutages ? [...MISHAPS, ...OUTAGES] : MISHAPS;
  const pick = <T>(from: readonly T[]): T | undefined => from[Math.floor(random() * from.length)];
  const world = limitWorld(() => (random() * 100 < badLuck ? (pick(bad) ?? "well") : "well"), random);
  const running = hosts.map(({ skewMs, slowMs, slow }) => {
    const latencyMs = (): number => Math.floor(random() * 100 < slow ? slowMs * (1 - random() / 50) : random() * 20);
    return world.addHost({ calls: limit, subscribes: 1 }, { skewMs, latencyMs });
  });
  return { world, random, anyHost: () => pick(running) };
}

/** Clients that call any host until the time is up, and when each call was admitted, in real time. */
async function play(given: Story, forMs: number): Promise<readonly number[]> {
  const { world, random, anyHost } = openScene(given);
  const { clock } = world;
  const endAt = clock.now().getTime() + forMs;
  const admitted: number[] = [];
  const client = async (): Promise<void> => {
    while (clock.now().getTime() < endAt) {
      const waitSeconds = await call(anyHost(), () => {
        admitted.push(clock.now().getTime());
      });
      const impatient = 50 + Math.floor(random() * given.impatienceMs);
      await clock.wait(given.isObedient && waitSeconds > 0 ? waitSeconds * 1_000 : impatient);
    }
  };
  const all = Array.from({ length: given.clients }, client);
  await clock.advance(forMs + 120_000);
  await Promise.all(all);
  return admitted.toSorted((a, b) => a - b);
}

/** The seconds to wait, 0 when the call was admitted or nobody could know. */
async function call(host: CallLimit | undefined, onAdmitted: () => void): Promise<number> {
  const admission = await host?.admit(CALLER).catch(() => undefined);
  if (admission?.admitted) onAdmitted();
  return admission && !admission.admitted ? admission.retryAfterSeconds : 0;
}

/** The brute force: for every call, all those in the 60 seconds from it on. */
function mostInAnyWindow(times: readonly number[]): number {
  const counts = times.map((from) => times.filter((at) => at >= from && at < from + 60_000).length);
  return Math.max(0, ...counts);
}

export function testHistories(histories: number): void {
  test("invariant 9: in no 60 seconds are more calls admitted than the limit, whatever hosts, clocks and storage do", async () => {
    let admitted = 0;
    await fc.assert(
      fc.asyncProperty(story, async (given) => {
        const times = await play(given, 130_000);
        expect(mostInAnyWindow(times)).toBeLessThanOrEqual(given.limit);
        admitted += times.length;
      }),
      { numRuns: histories },
    );
    expect(admitted).toBeGreaterThan(histories * 5);
  });

  test("under load that never ends, places are in use for nine tenths of the time and more, 412s and lost answers or not", async () => {
    const saturating = story.map((given) => ({
      ...given,
      hasOutages: false,
      isObedient: false,
      badLuck: Math.min(5, given.badLuck),
      hosts: given.hosts.map((host) => ({ ...host, slow: 10, slowMs: 200 })),
      impatienceMs: 300,
      clients: 10,
    }));
    await fc.assert(
      fc.asyncProperty(saturating, async (given) => {
        const times = await play(given, 400_000);
        const gaps = times.slice(given.limit).map((at, index) => at - (times[index] ?? 0));
        const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
        expect(60_000 / mean).toBeGreaterThanOrEqual(0.9);
      }),
      { numRuns: Math.max(10, histories / 20) },
    );
  });

  test("who waits as long as told, and is alone, is admitted by any host", async () => {
    await fc.assert(
      fc.asyncProperty(story, async (given) => {
        const hosts = given.hosts.map((host) => ({ ...host, slow: 0 }));
        const { world, random, anyHost } = openScene({ ...given, hosts, badLuck: 0 });
        const { clock } = world;
        const alone = async (): Promise<boolean> => {
          let waitSeconds = 0;
          for (let calls = 0; calls < 30; calls += 1) {
            const hasWaited = waitSeconds > 0;
            await clock.wait(hasWaited ? waitSeconds * 1_000 : Math.floor(random() * 4_000));
            let isAdmitted = false;
            waitSeconds = await call(anyHost(), () => (isAdmitted = true));
            if (hasWaited && !isAdmitted) return false;
          }
          return true;
        };
        const done = alone();
        await clock.advance(3_600_000);
        expect(await done).toBe(true);
      }),
      { numRuns: histories },
    );
  });
}
