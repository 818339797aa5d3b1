/**
 * The memory of jobs: what is kept from poll to poll, and the gap that shows when jobs were missed.
 */

import { defined } from "../../model/defined";
import { type GapEvent } from "../../model/event";
import { type Instant, latest, toInstant } from "../../model/instant";
import { type JobsState, type KnownJob } from "../../model/subject";
import { type WorkflowJob } from "../../model/workflow";
import { hasOverlap } from "../observe/jobList";
import { eventId } from "./finding";

/**
 * The gap between the known and the listed jobs, when the longest list does not reach back to a known job (A11). An
 * empty list shows no later job and is no gap.
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
    ...defined({ lastKnownAt }),
    ...defined({ oldestSeenAt: oldest?.submittedAt }),
  };
}

/** The newest known job by its id, or by its time if only that was kept. */
function lastKnown({
  jobs,
  horizon,
}: JobsState): { readonly name: string; readonly lastKnownAt?: Instant } | undefined {
  const newest = jobs.at(-1);
  if (!newest) return horizon && { name: horizon, lastKnownAt: horizon };
  const lastKnownAt = latest(jobs.map(({ submittedAt }) => submittedAt));
  return { name: newest.jobId, ...defined({ lastKnownAt }) };
}

type Submitted = Pick<KnownJob, "jobId" | "submittedAt">;

/** Oldest first. Jobs without a submission time come before all others. */
export function bySubmission(a: Submitted, b: Submitted): number {
  const [first, second] = [a.submittedAt ?? "", b.submittedAt ?? ""];
  if (first === second) return a.jobId < b.jobId ? -1 : 1;
  return first < second ? -1 : 1;
}

const MAX_REMEMBERED = 200;

/**
 * The jobs to remember, oldest first: all open ones, all listed ones (a forgotten job that is still listed would be new
 * again), and the newest of the rest up to 200 in all. Forgotten jobs move the horizon.
 */
export function rememberJobs(
  known: readonly KnownJob[],
  listed: readonly WorkflowJob[],
  horizon: JobsState["horizon"],
): Pick<JobsState, "jobs" | "horizon"> {
  const listedIds = new Set(listed.map(({ jobId }) => jobId));
  const sorted = known.toSorted(bySubmission);
  const isNewest = (index: number): boolean => index >= sorted.length - MAX_REMEMBERED;
  const jobs = sorted.filter((job, index) => job.open || listedIds.has(job.jobId) || isNewest(index));
  const kept = new Set(jobs);
  const forgotten = sorted.filter((job) => !kept.has(job)).map(({ submittedAt }) => submittedAt);
  const next = latest([horizon, ...forgotten]);
  return next ? { jobs, horizon: next } : { jobs };
}
