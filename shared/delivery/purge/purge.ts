import { type Instant, addSeconds } from "../../model/instant";
import { type Log } from "../../model/log";
import { type CallbackPurgeDeps, purgeCallbacks } from "./purgeCallbacks";
import { type EventPurgeDeps, purgeEvents } from "./purgeEvents";
import { type SubscriptionPurgeDeps, purgeSubscriptions } from "./purgeSubscriptions";
import { type Allowance, PURGE_STAGES, type PurgeStage, type Step, type WalkDeps, walkPlaces } from "./walkPlaces";

interface DeadLetterPurgeDeps {
  /** Removes up to 100 dead letters that died, or redrives that ended, at `until` or earlier, and tells how many it found. */
  readonly removeOldLetters: (place: string, until: Instant) => Promise<DeadLettersPurged>;
}

export interface DeadLettersPurged {
  readonly letters: number;
  readonly redrives: number;
}

/** How long things are kept, in days. */
export interface PurgeAges {
  /** Since they were detected; with their deliveries. */
  readonly events: number;
  /** Since they died. */
  readonly deadLetters: number;
  /** Since they became dormant, or another took over. */
  readonly subscriptions: number;
}

export interface PurgeDeps
  extends WalkDeps, EventPurgeDeps, DeadLetterPurgeDeps, SubscriptionPurgeDeps, CallbackPurgeDeps {
  /** The first place after this one that has rows of the stage: an instance's id, or another partition's key. */
  readonly nextPurgePlace: (stage: Exclude<PurgeStage, "callbacks">, after: string) => Promise<string | undefined>;
  readonly purgeAges: PurgeAges;
  /** Storage operations that each stage may make in one run. */
  readonly purgeOperations: number;
  readonly now: () => Date;
  readonly log: Log;
}

interface Counts {
  events: number;
  deliveries: number;
  deadLetters: number;
  redrives: number;
  subscriptions: number;
  callbacks: number;
  settled: number;
}

/**
 * Removes what is old, a bounded part of it in each run. Stages do not hold each other up: what fails in one is thrown when all
 * have had their turn.
 */
export async function purge(deps: PurgeDeps): Promise<void> {
  const startedAt = deps.now();
  const counts: Counts = {
    events: 0,
    deliveries: 0,
    deadLetters: 0,
    redrives: 0,
    subscriptions: 0,
    callbacks: 0,
    settled: 0,
  };
  const outcomes: Partial<Record<PurgeStage, string>> = {};
  const failures: unknown[] = [];
  for (const stage of PURGE_STAGES) {
    const allowance = { left: deps.purgeOperations };
    const step = toStep(stage, { startedAt, counts, allowance }, deps);
    outcomes[stage] = await walkPlaces(stage, step, allowance, deps).catch((error: unknown) => {
      failures.push(error);
      return "failed";
    });
  }
  const durationMs = deps.now().getTime() - startedAt.getTime();
  deps.log({ name: "purge.completed", ...counts, outcomes, durationMs });
  if (failures.length > 0) throw new AggregateError(failures, `not purged: ${failures.map(String).join("; ")}`);
}

interface Run {
  readonly startedAt: Date;
  readonly counts: Counts;
  readonly allowance: Allowance;
}

function toStep(stage: PurgeStage, { startedAt, counts, allowance }: Run, deps: PurgeDeps): Step {
  const { events, deadLetters, subscriptions } = deps.purgeAges;
  if (stage === "callbacks")
    return async (after) => {
      const done = await purgeCallbacks(after, startedAt, allowance, deps);
      counts.callbacks += done?.removed ?? 0;
      counts.settled += done?.settled ?? 0;
      return done?.place;
    };
  const visits: Record<typeof stage, (place: string) => Promise<void>> = {
    events: async (place) => {
      const purged = await purgeEvents(place, daysBefore(startedAt, events), allowance, deps);
      counts.events += purged.events;
      counts.deliveries += purged.deliveries;
    },
    "dead-letters": async (place) => {
      const purged = await purgeDeadLetters(place, daysBefore(startedAt, deadLetters), allowance, deps);
      counts.deadLetters += purged.letters;
      counts.redrives += purged.redrives;
    },
    subscriptions: async (place) => {
      counts.subscriptions += await purgeSubscriptions(place, daysBefore(startedAt, subscriptions), allowance, deps);
    },
  };
  return async (after) => {
    allowance.left -= 1;
    const place = await deps.nextPurgePlace(stage, after);
    if (place !== undefined) await visits[stage](place);
    return place;
  };
}

const DAY_SECONDS = 86_400;

/** What is of this time or earlier has been kept for long enough. */
export function daysBefore(now: Date, days: number): Instant {
  return addSeconds(now, -days * DAY_SECONDS);
}

/** Operations of one removal: a list and a transaction. */
const COST = 2;

async function purgeDeadLetters(
  place: string,
  until: Instant,
  allowance: Allowance,
  deps: DeadLetterPurgeDeps,
): Promise<DeadLettersPurged> {
  const purged = { letters: 0, redrives: 0 };
  while (allowance.left > 0) {
    const removed = await deps.removeOldLetters(place, until);
    allowance.left -= COST;
    purged.letters += removed.letters;
    purged.redrives += removed.redrives;
    if (removed.letters + removed.redrives === 0) break;
  }
  return purged;
}
