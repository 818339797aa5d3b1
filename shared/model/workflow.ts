/**
 * The workflow of an instance: CI's runs of refreshing, unifying and evaluating. A job is one run, a task one item's
 * part in it, a node the latest run of one item over all jobs (docs/customer-insights.md, How a refresh appears).
 */
import { type Instant, latest } from "./instant";

/**
 * The status of a job, a task or a node, in lower case. `unknown` stands for a value that CI's contract does not list,
 * and is not terminal (docs/customer-insights.md, A2).
 */
export type WorkflowStatus =
  | "queued"
  | "needsupdate"
  | "running"
  | "failed"
  | "timedout"
  | "aborted"
  | "deleted"
  | "successful"
  | "skipped"
  | "unknown";

/**
 * A problem that the source reports beside a status; `severity` is in lower case, `error` when the source gives none.
 */
export interface RunProblem {
  readonly severity: string;
  readonly code?: string;
  readonly message?: string;
}

/** The latest run of one item of the workflow: a data source's ingestion, a segment, the merge step. */
export interface WorkflowNode {
  readonly identifier?: string;
  readonly friendlyName?: string;
  /** The kind in lower case: `ingestion`, `merge`, `segmentation`… */
  readonly operationType: string;
  readonly status: WorkflowStatus;
  readonly endedAt?: Instant;
  readonly lastSucceededAt?: Instant;
  /** The ids of its jobs, in lower case. */
  readonly jobIds: readonly string[];
  readonly problems: readonly RunProblem[];
}

/** The part of one item in a run. It has no identifier, only the name that people see. */
export interface WorkflowTask {
  readonly taskId: string;
  readonly friendlyName?: string;
  readonly operationType: string;
  readonly status: WorkflowStatus;
  readonly submittedAt?: Instant;
  readonly endedAt?: Instant;
  readonly jobIds: readonly string[];
  readonly problems: readonly RunProblem[];
}

/** One run of the workflow. */
export interface WorkflowJob {
  readonly jobId: string;
  readonly operationType: string;
  /** How the run was started, in lower case: `scheduled` or `ondemand`; empty when the source gives none. */
  readonly submissionKind: string;
  readonly status: WorkflowStatus;
  readonly submittedAt?: Instant;
  readonly endedAt?: Instant;
  readonly tasks: readonly WorkflowTask[];
}

const OPEN: readonly WorkflowStatus[] = ["queued", "running", "needsupdate", "unknown"];

/** True when the run has ended (docs/customer-insights.md, Statuses). */
export function isTerminal(status: WorkflowStatus): boolean {
  return !OPEN.includes(status);
}

export type Ended = Pick<WorkflowTask, "status" | "problems">;

/** True when the run failed. "Completed with errors" is a failure, a partial one (docs/customer-insights.md, A7). */
export function hasFailed({ status, problems }: Ended): boolean {
  return status === "failed" || status === "timedout" || (status === "successful" && problems.some(isError));
}

export function isError({ severity }: RunProblem): boolean {
  return severity === "error";
}

export function hasSucceeded(ended: Ended): boolean {
  return ended.status === "successful" && !hasFailed(ended);
}

/** When a node's run ended. If the node does not say, the last success or the end of its jobs counts. */
export function endOf(node: WorkflowNode, jobs: readonly WorkflowJob[]): Instant | undefined {
  if (node.endedAt) return node.endedAt;
  if (hasSucceeded(node) && node.lastSucceededAt) return node.lastSucceededAt;
  const own = jobs.filter(({ jobId }) => node.jobIds.includes(jobId));
  return own.every(({ status }) => isTerminal(status)) ? latest(own.map(({ endedAt }) => endedAt)) : undefined;
}
