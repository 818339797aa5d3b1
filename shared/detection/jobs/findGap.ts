import { type GapEvent } from "../../model/event";
import { latest, toInstant } from "../../model/instant";
import { type JobsState } from "../../model/jobsState";
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
  const newest = previous.jobs.at(-1)?.jobId ?? previous.horizon;
  if (newest === undefined || listed.length === 0 || hasOverlap(previous, listed)) return undefined;
  const lastKnownAt = latest(previous.jobs.map(({ submittedAt }) => submittedAt)) ?? previous.horizon;
  const [oldest] = listed.filter(({ submittedAt }) => submittedAt !== undefined).toSorted(bySubmission);
  const ends = [newest, (oldest ?? listed[0])?.jobId ?? ""];
  return {
    gapId: eventId([instanceId, "gap", ...ends]),
    detectedAt: toInstant(now),
    ...(lastKnownAt ? { lastKnownAt } : {}),
    ...(oldest?.submittedAt ? { oldestSeenAt: oldest.submittedAt } : {}),
  };
}
