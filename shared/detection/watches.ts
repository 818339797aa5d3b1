/**
 * A watch says that an instance has subscriptions, and when to poll it next. This file sets the time of the next poll,
 * notices that an instance is gone or back, ends the watch when the last subscription has gone, and queues a poll for
 * each watch that is due.
 */

import { addSeconds, secondsSince, toInstant } from "../model/instant";
import { type SourceFailure } from "../model/sourceAnswer";
import { type Watch } from "../model/subject";
import { type DetectionPorts, type NextPoll } from "./ports";

/**
 * An instance counts as gone after this many polls in a row that did not find it: a reset hides it for a while (A18).
 */
const INVISIBLE_POLLS = 5;

export type SuspendDeps = Pick<DetectionPorts, "suspendSubscriptions" | "resumeSubscriptions" | "log">;

/**
 * Suspends the subscriptions of an instance that is gone. This comes before the count is stored, so that a crash
 * repeats it.
 */
export async function suspendGoneInstance(
  { instanceId }: Watch,
  { invisible }: NextPoll,
  deps: SuspendDeps,
): Promise<void> {
  if (invisible !== INVISIBLE_POLLS) return;
  await deps.suspendSubscriptions(instanceId, { reason: "instance-gone" });
  deps.log({ name: "subscriptions.suspended", instanceId, reason: "instance-gone" });
}

/**
 * Resumes the subscriptions of an instance that can be read again. One that has another reason to be suspended is
 * suspended again when its resource is next polled.
 */
export async function resumeReturnedInstance({ instanceId, invisible = 0 }: Watch, deps: SuspendDeps): Promise<void> {
  if (invisible < INVISIBLE_POLLS) return;
  await deps.resumeSubscriptions(instanceId, {});
  deps.log({ name: "subscriptions.resumed", instanceId });
}

/** Seconds between two polls of an instance. */
export interface PollPace {
  readonly busySeconds: number;
  readonly idleSeconds: number;
  /** Longest wait after failures that do not say how long to wait. */
  readonly maxFailureSeconds: number;
}

interface NextPollInput {
  readonly watch: Watch;
  /** True while a job runs or a failure is held. */
  readonly busy?: boolean;
  readonly failure?: SourceFailure;
  /** True when the instance itself was not found, or is hidden from us. */
  readonly invisible?: boolean;
  /** The longest wait that a skipped read asked for. */
  readonly askedSeconds?: number;
  readonly now: Date;
  readonly pace: PollPace;
}

/**
 * Sets the next poll. After failures the wait doubles from the idle pace up to `maxFailureSeconds`, and is never
 * shorter than the source asked for (docs/customer-insights.md, "Limits").
 */
export function nextPoll(input: NextPollInput): NextPoll {
  const { watch, busy, failure, invisible, askedSeconds = 0, now, pace } = input;
  if (!failure) {
    const waitSeconds = Math.max(busy ? pace.busySeconds : pace.idleSeconds, askedSeconds);
    return { nextPollAt: addSeconds(now, waitSeconds), failures: 0, invisible: 0 };
  }
  const doubled = pace.idleSeconds * 2 ** Math.min(watch.failures, 16);
  const waitSeconds = Math.max(Math.min(doubled, pace.maxFailureSeconds), failure.retryAfterSeconds ?? 0);
  return {
    nextPollAt: addSeconds(now, waitSeconds),
    failures: watch.failures + 1,
    failingSince: watch.failingSince ?? toInstant(now),
    invisible: invisible ? (watch.invisible ?? 0) + 1 : 0,
  };
}

type RetireDeps = Pick<DetectionPorts, "loadSubjects" | "removeSubjects" | "hasPending" | "removeWatch" | "log">;

/**
 * Ends the watch of an instance that nobody is subscribed to any more. What was remembered goes with it, so that a
 * later subscription starts from a baseline of its own. Pending events keep the watch: the sweep finds them by it.
 */
export async function retireWatch(watch: Watch, deps: RetireDeps): Promise<void> {
  const { instanceId } = watch;
  await deps.removeSubjects(instanceId, await deps.loadSubjects(instanceId));
  const outcome = (await deps.hasPending(instanceId)) ? "pending" : await deps.removeWatch(watch);
  deps.log({ name: "watch.retired", instanceId, outcome });
}

type ForgetDeps = Pick<DetectionPorts, "loadSubjects" | "loadWatch" | "removeSubjects">;

/**
 * Removes the subjects that a poll left behind which outlived its watch: with such a baseline, a later subscription
 * would get events from before it was made (invariant 7). Subjects are read before the watch, so that none of a watch
 * made meanwhile is among them.
 */
export async function forgetUnwatched(instanceId: string, deps: ForgetDeps): Promise<void> {
  const subjects = await deps.loadSubjects(instanceId);
  if (subjects.length > 0 && !(await deps.loadWatch(instanceId))) await deps.removeSubjects(instanceId, subjects);
}

/** A queued poll that is not done within this time is queued again. */
const POLL_LEASE_SECONDS = 30;

export type ScheduleDeps = Pick<
  DetectionPorts,
  "listDueWatches" | "claimWatch" | "queuePoll" | "saveTick" | "traceparent" | "now" | "log"
>;

/**
 * Queues a poll for each instance that is due, once over all hosts: only the host that moves the watch on queues it.
 */
export async function schedulePolls(deps: ScheduleDeps): Promise<void> {
  const due = await deps.listDueWatches(deps.now());
  const [tick, ...results] = await Promise.allSettled([
    deps.saveTick("schedulePolls"),
    ...due.map((watch) => schedule(watch, deps)),
  ]);
  const failed = results.filter((result) => result.status === "rejected");
  const oldestSeconds = oldest(due, deps.now());
  if (due.length > 0) deps.log({ name: "polls.scheduled", due: due.length, failed: failed.length, oldestSeconds });
  if (failed.length > 0)
    throw new AggregateError(
      failed.map(({ reason }) => reason as unknown),
      "polls not queued",
    );
  if (tick.status === "rejected") throw tick.reason;
  if (tick.value) deps.log({ name: "timer.ticked", timer: "schedulePolls" });
}

async function schedule(watch: Watch, deps: ScheduleDeps): Promise<void> {
  const claim = await deps.claimWatch(watch, addSeconds(deps.now(), POLL_LEASE_SECONDS));
  if (claim === "claimed") await deps.queuePoll({ instanceId: watch.instanceId, traceparent: deps.traceparent() });
}

/** Seconds since the last poll of the instance that waits longest; undefined when none was polled before. */
function oldest(due: readonly Watch[], now: Date): number | undefined {
  const ages = due.flatMap(({ lastPollAt }) => (lastPollAt === undefined ? [] : [secondsSince(lastPollAt, now)]));
  return ages.length > 0 ? ages.reduce((most, each) => Math.max(most, each), 0) : undefined;
}
