import { latest } from "../model/instant";
import { type WorkflowJob, type WorkflowTask, isTerminal } from "../model/workflow";
import { type Detail, type LastRuns, type Run } from "./report";
import { truncate, countStates, findProblem } from "./sections";

const MAX_JOBS = 10;

type Submitted = { readonly submittedAt?: string };

interface RunOptions {
  readonly detail: Detail;
  /** Operation types that are full refreshes. */
  readonly fullRefreshTypes: readonly string[];
}

export function describeRuns(jobs: readonly WorkflowJob[], { detail, fullRefreshTypes }: RunOptions): LastRuns {
  const newestFirst = jobs.toSorted(byNewest);
  const fullRefresh = newestFirst.find(({ operationType }) => fullRefreshTypes.includes(operationType));
  const unification = newestFirst.map(toUnification).find((job) => job.tasks.length > 0);
  return {
    ...(fullRefresh ? { fullRefresh: toRun(fullRefresh) } : {}),
    ...(unification ? { unification: toRun(unification) } : {}),
    ...(detail === "full" ? { jobs: newestFirst.slice(0, MAX_JOBS).map(toRun) } : {}),
  };
}

/**
 * The job as if its merges were all of it: with several it is over when all are, and successful when one is; once the job is
 * over, a merge that was never begun is over too (reference/customer-insights-api.md 3.2 T6).
 */
function toUnification({ endedAt: jobEndedAt, ...job }: WorkflowJob): WorkflowJob {
  const merges = job.tasks.filter(({ operationType }) => operationType === "merge");
  const open = merges.find(({ status }) => !isTerminal(status) && (!isTerminal(job.status) || status === "running"));
  const decisive = open ?? merges.find(({ status }) => status === "successful") ?? merges.find(hasEnded);
  const endedAt = open ? undefined : (latest(merges.map((merge) => merge.endedAt)) ?? jobEndedAt);
  return { ...job, status: decisive?.status ?? job.status, ...(endedAt ? { endedAt } : {}), tasks: merges };
}

function hasEnded({ status }: WorkflowTask): boolean {
  return isTerminal(status);
}

/** One that does not say when it was submitted comes last. */
function byNewest({ submittedAt: a = "" }: Submitted, { submittedAt: b = "" }: Submitted): number {
  if (a === b) return 0;
  return a < b ? 1 : -1;
}

function toRun({ jobId, operationType, submissionKind, status, submittedAt, endedAt, tasks }: WorkflowJob): Run {
  return {
    jobId,
    operationType: truncate(operationType),
    ...(submissionKind === "" ? {} : { submissionKind: truncate(submissionKind) }),
    state: status,
    ...(submittedAt ? { submittedAt } : {}),
    ...(endedAt ? { endedAt } : {}),
    tasks: countStates(tasks.map((task) => ({ state: task.status }))),
    ...findProblem(tasks),
  };
}
