import { type JobsState } from "../../model/subject";
import { type WorkflowJob } from "../../model/workflow";

/** True when the list reaches back to what we know: nothing can have come and gone unseen in between. */
export function hasOverlap({ jobs, horizon }: JobsState, listed: readonly WorkflowJob[]): boolean {
  const known = new Set(jobs.map(({ jobId }) => jobId));
  return listed.some((job) => known.has(job.jobId) || isOldNews(job, horizon));
}

/** Submitted so early that, unknown, it was forgotten or came before the baseline. */
export function isOldNews({ submittedAt }: WorkflowJob, horizon: JobsState["horizon"]): boolean {
  return submittedAt !== undefined && horizon !== undefined && submittedAt <= horizon;
}
