import { type GapEvent } from "../../model/event";
import { type Instant, latest, toInstant } from "../../model/instant";
import { type JobsState } from "../../model/subject";
import { type WorkflowJob } from "../../model/workflow";
import { eventId } from "../eventId";
import { hasOverlap } from "./hasOverlap";
import { bySubmission } from "./rememberJobs";

/**
 * The gap between the jobs we knew and those listed, when the longest list we could get does not reach back (A11). An empty
 * list shows nothing that came after, so no gap.
 */
export function findGap(
  previous: JobsState,
  listed: readonly WorkflowJob[],
  { instanceId, now }: { readonly instanceId: string; readonly now: Date },
): GapEvent | undefined {
  const known = lastKnown(previous);
  if (!known || listed.length === 0 || hasOverlap(previous, listed)) return undefined;
  const { name, lastKnownAt } = known;
  const [oldest] = listed.filter(({ submittedAt }) => submittedAt !== undefined).toSorted(bySubmission);
  const ends = [name, ...[oldest ?? listed[0]].flatMap((job) => job?.jobId ?? [])];
  return {
    gapId: eventId([instanceId, "gap", ...ends]),
    detectedAt: toInstant(now),
    ...(lastKnownAt ? { lastKnownAt } : {}),
    ...(oldest?.submittedAt ? { oldestSeenAt: oldest.submittedAt } : {}),
  };
}

/** The newest job that we knew of, by its id, or by its time where only that was kept. */
function lastKnown({
  jobs,
  horizon,
}: JobsState): { readonly name: string; readonly lastKnownAt?: Instant } | undefined {
  const newest = jobs.at(-1);
  if (!newest) return horizon && { name: horizon, lastKnownAt: horizon };
  const lastKnownAt = latest(jobs.map(({ submittedAt }) => submittedAt));
  return { name: newest.jobId, ...(lastKnownAt ? { lastKnownAt } : {}) };
}
