/**
 * The last runs of the status report: the newest full refresh, the newest unification, and in a full report the newest
 * jobs.
 */
import { defined } from "../model/defined";
import { latest } from "../model/instant";
import { type WorkflowJob, type WorkflowTask, isTerminal } from "../model/workflow";
import { type Detail, type LastRuns, type Run } from "./report";
import { displayText, countStates, findProblem } from "./sourceSections";

const MAX_JOBS = 10;

type Submitted = { readonly submittedAt?: string };

interface RunOptions {
  readonly detail: Detail;
  /** The operation types of jobs that are full refreshes, in lower case. */
  readonly fullRefreshTypes: readonly string[];
}

export function describeRuns(jobs: readonly WorkflowJob[], { detail, fullRefreshTypes }: RunOptions): LastRuns {
  const newestFirst = jobs.toSorted(byNewest);
  const fullRefresh = newestFirst.find(({ operationType }) => fullRefreshTypes.includes(operationType));
  const unification = newestFirst.map(toUnification).find((job) => job.tasks.length > 0);
  return {
    ...(fullRefresh && { fullRefresh: toRun(fullRefresh) }),
    ...(unification && { unification: toRun(unification) }),
    ...(detail === "full" && { jobs: newestFirst.slice(0, MAX_JOBS).map(toRun) }),
  };
}

/**
 * The job reduced to its merges (docs/customer-insights.md, T6). With several merges, it has ended when all have, and
 * succeeded when one has. Once the job has ended, a merge that never began counts as ended too.
 */
function toUnification({ endedAt: jobEndedAt, ...job }: WorkflowJob): WorkflowJob {
  const merges = job.tasks.filter(({ operationType }) => operationType === "merge");
  const open = merges.find(({ status }) => !isTerminal(status) && (!isTerminal(job.status) || status === "running"));
  const decisive = open ?? merges.find(({ status }) => status === "successful") ?? merges.find(hasEnded);
  const endedAt = open ? undefined : (latest(merges.map((merge) => merge.endedAt)) ?? jobEndedAt);
  return { ...job, status: decisive?.status ?? job.status, ...defined({ endedAt }), tasks: merges };
}

function hasEnded({ status }: WorkflowTask): boolean {
  return isTerminal(status);
}

/** Orders jobs by submission, newest first; a job without a time comes last. */
function byNewest({ submittedAt: a = "" }: Submitted, { submittedAt: b = "" }: Submitted): number {
  if (a === b) return 0;
  return a < b ? 1 : -1;
}

function toRun({ jobId, operationType, submissionKind, status, submittedAt, endedAt, tasks }: WorkflowJob): Run {
  return {
    jobId,
    operationType: displayText(operationType),
    ...(submissionKind !== "" && { submissionKind: displayText(submissionKind) }),
    state: status,
    ...defined({ submittedAt, endedAt }),
    tasks: countStates(tasks.map((task) => ({ state: task.status }))),
    ...findProblem(tasks),
  };
}
