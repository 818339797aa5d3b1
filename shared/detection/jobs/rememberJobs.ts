import { latest } from "../../model/instant";
import { type JobsState, type KnownJob } from "../../model/subject";
import { type WorkflowJob } from "../../model/workflow";

const MOST_REMEMBERED = 200;

/**
 * What is kept of the jobs, oldest first: those open, those still listed (forgotten, they would be news again), and the newest
 * of the rest up to 200 in all. What is forgotten moves the horizon.
 */
export function rememberJobs(
  known: readonly KnownJob[],
  listed: readonly WorkflowJob[],
  horizon: JobsState["horizon"],
): Pick<JobsState, "jobs" | "horizon"> {
  const listedIds = new Set(listed.map(({ jobId }) => jobId));
  const sorted = known.toSorted(bySubmission);
  const isNewest = (index: number): boolean => index >= sorted.length - MOST_REMEMBERED;
  const jobs = sorted.filter((job, index) => job.open || listedIds.has(job.jobId) || isNewest(index));
  const kept = new Set(jobs);
  const forgotten = sorted.filter((job) => !kept.has(job)).map(({ submittedAt }) => submittedAt);
  const next = latest([horizon, ...forgotten]);
  return next ? { jobs, horizon: next } : { jobs };
}

type Submitted = Pick<KnownJob, "jobId" | "submittedAt">;

/** Oldest first; those that do not say when they were submitted come first. */
export function bySubmission(a: Submitted, b: Submitted): number {
  const [first, second] = [a.submittedAt ?? "", b.submittedAt ?? ""];
  if (first === second) return a.jobId < b.jobId ? -1 : 1;
  return first < second ? -1 : 1;
}
