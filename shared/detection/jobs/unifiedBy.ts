import { type Instant } from "../../model/instant";
import { type WorkflowJob, type WorkflowTask, isTerminal } from "../../model/workflow";

/** The merge that unified: the earliest successful one of a job. */
export interface Unified {
  readonly taskId: string;
  readonly endedAt?: Instant;
}

/**
 * Whether a job has unified (T6), also while it still runs. A job with several merges (accounts and contacts, B2B) has when
 * all are over and one succeeded; once the job itself is over, a merge that was never begun is over too.
 */
export function unifiedBy(job: WorkflowJob): Unified | undefined {
  const merges = job.tasks.filter(({ operationType }) => operationType === "merge");
  if (!merges.every((merge) => isOver(merge, job))) return undefined;
  const [first] = merges.filter(({ status }) => status === "successful").toSorted(byEnd);
  return first && { taskId: first.taskId, ...(first.endedAt ? { endedAt: first.endedAt } : {}) };
}

function isOver({ status }: WorkflowTask, job: WorkflowJob): boolean {
  return isTerminal(status) || (isTerminal(job.status) && status !== "running");
}

/** Those without an end last. */
function byEnd(a: WorkflowTask, b: WorkflowTask): number {
  if (a.endedAt === b.endedAt) return a.taskId < b.taskId ? -1 : 1;
  return (a.endedAt ?? "9") < (b.endedAt ?? "9") ? -1 : 1;
}
