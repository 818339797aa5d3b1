/**
 * Detection: finds out what happened in Customer Insights (CI) and stores it as events. CI calls nobody, so instances
 * that have subscriptions are polled.
 *
 * One poll reads as this file does:
 * 1. observe (observe/): asks the CI API for what the subscribed triggers need and what may have changed.
 * 2. detect (rules/): compares the observation with the remembered subjects. Pure rules; the result is data: events and
 * new states.
 * 3. commit (commit.ts): stores each subject's change with its events in one transaction and hands the events over to
 * delivery.
 * 4. nextPoll (watches.ts): sets the time of the next poll.
 *
 * Detection does not know flows, callbacks or thresholds: storage finds the subscriptions of an event, and delivery
 * calls them. `ports.ts` lists all that detection needs of other modules. schedulePolls.ts is the timer that queues
 * polls. The meaning of "crossing" is in rules/crossings.ts.
 */

import { defined } from "../model/defined";
import { secondsSince } from "../model/instant";
import { type LogLine } from "../model/log";
import { type Watch } from "../model/subject";
import { type PollTask, describeDelay } from "../model/task";
import { commitFindings } from "./commit";
import { type Observation, observe } from "./observe/observation";
import { type DetectionPorts } from "./ports";
import { type DetectSettings, detect } from "./rules/detect";
import {
  type PollPace,
  forgetUnwatched,
  nextPoll,
  resumeReturnedInstance,
  retireWatch,
  suspendGoneInstance,
} from "./watches";

interface PollSettings extends DetectSettings {
  readonly pollPace: PollPace;
}

export type PollDeps = Omit<DetectionPorts, "saveTick" | "listDueWatches" | "claimWatch" | "queuePoll"> & PollSettings;

/**
 * Polls an instance once: finds, stores and hands over what happened since the last poll, and sets the next. The flows
 * of an event are called meanwhile; they delay neither other events nor the next poll. The call ends when they have
 * answered.
 */
export async function pollInstance(task: PollTask, deps: PollDeps): Promise<void> {
  const handOvers = collectHandOvers(deps);
  const begun = { startedAt: deps.now(), ...describeDelay(task, deps.now()) };
  try {
    await look(task.instanceId, begun, { ...deps, handOver: handOvers.begin });
  } finally {
    await handOvers.ended();
  }
}

type HandOver = DetectionPorts["handOver"];

/** Hand-overs that run in parallel. `ended` waits for all of them and throws the error of the first that failed. */
function collectHandOvers({ handOver }: Pick<DetectionPorts, "handOver">): {
  readonly begin: HandOver;
  readonly ended: () => Promise<void>;
} {
  const begun: Promise<void>[] = [];
  return {
    begin: async (event, marker) => {
      const work = handOver(event, marker);
      work.catch(() => undefined); // until it is awaited, with the others
      begun.push(work);
    },
    ended: async () => {
      const results = await Promise.allSettled(begun);
      for (const result of results) if (result.status === "rejected") throw result.reason;
    },
  };
}

interface Begun {
  readonly startedAt: Date;
  readonly queueSeconds?: number;
}

async function look(instanceId: string, begun: Begun, deps: PollDeps): Promise<void> {
  const { startedAt } = begun;
  const watch = await deps.loadWatch(instanceId);
  if (!watch) return skipUnwatched(instanceId, deps);
  const interest = await deps.loadInterest(instanceId);
  if (interest.triggers.size === 0) return retireWatch(watch, deps);
  const subjects = await deps.loadSubjects(instanceId);
  const { safetySeconds } = deps;
  const observation = await observe({ instanceId, interest, subjects, safetySeconds, now: startedAt }, deps.source);
  if (observation.kind !== "seen") return postpone(watch, observation, begun, deps);
  await resumeReturnedInstance(watch, deps);
  const { observed, skipped } = observation;
  const found = detect({ subjects, observed, interest, now: deps.now(), settings: deps });
  const committed = await commitFindings(instanceId, found, deps);
  const askedSeconds = Math.max(0, ...skipped.map(({ failure }) => failure.retryAfterSeconds ?? 0));
  const { busy } = found;
  const next = nextPoll({ watch, busy, askedSeconds, now: deps.now(), pace: deps.pollPace });
  await deps.rescheduleWatch(instanceId, next);
  if (found.changes.length > 0) await forgetUnwatched(instanceId, deps);
  const unusable = [...observation.unusable, ...found.unusable];
  deps.log({
    name: "poll.completed",
    instanceId,
    outcome: "ok",
    ...committed,
    busy,
    nextPollAt: next.nextPollAt,
    ...(found.removals.length > 0 ? { removals: found.removals.length } : {}),
    ...some("unusable", unusable),
    ...some("skipped", skipped),
    ...describePoll(watch, begun, deps),
  });
}

/** Removes what a poll that died after its watch was retired has left behind. */
async function skipUnwatched(instanceId: string, deps: PollDeps): Promise<void> {
  await forgetUnwatched(instanceId, deps);
  deps.log({ name: "poll.completed", instanceId, outcome: "unwatched" });
}

/** Ends a poll that saw nothing: the instance is paused, which is no failure, or could not be read. */
async function postpone(
  watch: Watch,
  observation: Exclude<Observation, { kind: "seen" }>,
  begun: Begun,
  deps: PollDeps,
): Promise<void> {
  const { kind, ...fields } = observation;
  const next = nextPoll({ watch, ...fields, now: deps.now(), pace: deps.pollPace });
  const { instanceId } = watch;
  await suspendGoneInstance(watch, next, deps);
  await deps.rescheduleWatch(instanceId, next);
  const outcome = kind === "paused" ? "paused" : "source-failed";
  deps.log({ name: "poll.completed", instanceId, outcome, ...fields, ...next, ...describePoll(watch, begun, deps) });
}

/** The log fields of every poll: seconds since the last one, delay in the queue, calls left, duration. */
function describePoll({ lastPollAt }: Watch, { startedAt, queueSeconds }: Begun, deps: PollDeps): Partial<LogLine> {
  return {
    ...defined({ ageSeconds: lastPollAt && secondsSince(lastPollAt, startedAt), queueSeconds }),
    callsLeft: deps.callsLeft(),
    durationMs: deps.now().getTime() - startedAt.getTime(),
  };
}

function some(name: string, all: readonly object[]): Partial<LogLine> {
  return all.length > 0 ? { [name]: all.slice(0, 20), [`${name}Count`]: all.length } : {};
}
