/**
 * The purge: what is older than the deployment keeps is removed, a bounded part of it in each run of the timer
 * (hourly). It never removes what is still to be delivered. One stage per kind of row, each in a file of its own; a
 * stage walks the partitions of its table (`walkPartitions.ts`) until its allowance of storage operations is used up,
 * and the next run goes on where this one stopped.
 */
import { type Instant, addSeconds } from "../../model/instant";
import { type Allowance, type Step, walkPartitions } from "./walkPartitions";
import { type DeadLettersPurged, PURGE_STAGES, type PurgePorts, type PurgeStage } from "./ports";
import { purgeCallbacks } from "./purgeCallbacks";
import { purgeEvents } from "./purgeEvents";
import { purgeSubscriptions } from "./purgeSubscriptions";

interface Counts {
  events: number;
  deliveries: number;
  deadLetters: number;
  redrives: number;
  subscriptions: number;
  callbacks: number;
  settled: number;
}

/** Runs all stages. They do not hold each other up: what fails in one is thrown when all have had their turn. */
export async function purge(deps: PurgePorts): Promise<void> {
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
    outcomes[stage] = await walkPartitions(stage, step, allowance, deps).catch((error: unknown) => {
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

function toStep(stage: PurgeStage, { startedAt, counts, allowance }: Run, deps: PurgePorts): Step {
  const { events, deadLetters, subscriptions } = deps.purgeAges;
  if (stage === "callbacks")
    return async (after) => {
      const done = await purgeCallbacks(after, startedAt, allowance, deps);
      counts.callbacks += done?.removed ?? 0;
      counts.settled += done?.settled ?? 0;
      return done?.cursor;
    };
  const visits: Record<typeof stage, (partition: string) => Promise<void>> = {
    events: async (instanceId) => {
      const purged = await purgeEvents(instanceId, daysBefore(startedAt, events), allowance, deps);
      counts.events += purged.events;
      counts.deliveries += purged.deliveries;
    },
    "dead-letters": async (partition) => {
      const purged = await purgeDeadLetters(partition, daysBefore(startedAt, deadLetters), allowance, deps);
      counts.deadLetters += purged.deadLetters;
      counts.redrives += purged.redrives;
    },
    subscriptions: async (instanceId) => {
      const until = daysBefore(startedAt, subscriptions);
      counts.subscriptions += await purgeSubscriptions(instanceId, until, allowance, deps);
    },
  };
  return async (after) => {
    allowance.left -= 1;
    const partition = await deps.nextPurgePartition(stage, after);
    if (partition !== undefined) await visits[stage](partition);
    return partition;
  };
}

const DAY_SECONDS = 86_400;

/** The latest time that has been kept for long enough. */
export function daysBefore(now: Date, days: number): Instant {
  return addSeconds(now, -days * DAY_SECONDS);
}

/** Operations of one removal: a list and a transaction. */
const COST = 2;

async function purgeDeadLetters(
  partition: string,
  until: Instant,
  allowance: Allowance,
  deps: Pick<PurgePorts, "removeOldDeadLetters">,
): Promise<DeadLettersPurged> {
  const purged = { deadLetters: 0, redrives: 0 };
  while (allowance.left > 0) {
    const removed = await deps.removeOldDeadLetters(partition, until);
    allowance.left -= COST;
    purged.deadLetters += removed.deadLetters;
    purged.redrives += removed.redrives;
    if (removed.deadLetters + removed.redrives === 0) break;
  }
  return purged;
}
