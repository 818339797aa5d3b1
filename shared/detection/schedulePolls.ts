import { addSeconds, secondsSince } from "../model/instant";
import { type Watch } from "../model/subject";
import { type DetectionPorts } from "./ports";

/** A queued poll that is not done within this time is queued again. */
const POLL_LEASE_SECONDS = 30;

export type ScheduleDeps = Pick<
  DetectionPorts,
  "listDueWatches" | "claimWatch" | "queuePoll" | "traceparent" | "now" | "log"
>;

/**
 * Queues a poll for each instance that is due, once over all hosts: only the host that moves the watch on queues it.
 */
export async function schedulePolls(deps: ScheduleDeps): Promise<void> {
  const due = await deps.listDueWatches(deps.now());
  const results = await Promise.allSettled(due.map((watch) => schedule(watch, deps)));
  const failed = results.filter((result) => result.status === "rejected");
  const oldestSeconds = oldest(due, deps.now());
  if (due.length > 0) deps.log({ name: "polls.scheduled", due: due.length, failed: failed.length, oldestSeconds });
  if (failed.length > 0)
    throw new AggregateError(
      failed.map(({ reason }) => reason as unknown),
      "polls not queued",
    );
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
