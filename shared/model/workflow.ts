import { type Instant, latest } from "./instant";

/**
 * State of a job, a task or a node, in lower case. `unknown` stands for a value that the contract does not list; it is
 * not terminal (reference/customer-insights-api.md A2).
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

/** What the source reports beside a status; `severity` in lower case, `error` when it gives none. */
export interface RunProblem {
  readonly severity: string;
  readonly code?: string;
  readonly message?: string;
}

/** Latest run of one item of the workflow (a data source's ingestion, a segment, the merge step). */
export interface WorkflowNode {
  readonly identifier?: string;
  readonly friendlyName?: string;
  /** Lower case: `ingestion`, `merge`, `segmentation`… */
  readonly operationType: string;
  readonly status: WorkflowStatus;
  readonly endedAt?: Instant;
  readonly lastSucceededAt?: Instant;
  /** Lower case. */
  readonly jobIds: readonly string[];
  readonly problems: readonly RunProblem[];
}

/** One item's part in a run; carries no identifier, only the name that people see. */
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
  /** Lower case: `scheduled` or `ondemand`; empty when the source does not say. */
  readonly submissionKind: string;
  readonly status: WorkflowStatus;
  readonly submittedAt?: Instant;
  readonly endedAt?: Instant;
  readonly tasks: readonly WorkflowTask[];
}

const OPEN: readonly WorkflowStatus[] = ["queued", "running", "needsupdate", "unknown"];

/** True when nothing more will happen to the run (reference/customer-insights-api.md 3.1). */
export function isTerminal(status: WorkflowStatus): boolean {
  return !OPEN.includes(status);
}

export type Ended = Pick<WorkflowTask, "status" | "problems">;

/** "Completed with errors" is a failure, partial (A7). */
export function hasFailed({ status, problems }: Ended): boolean {
  return status === "failed" || status === "timedout" || (status === "successful" && problems.some(isError));
}

export function isError({ severity }: RunProblem): boolean {
  return severity === "error";
}

export function hasSucceeded(ended: Ended): boolean {
  return ended.status === "successful" && !hasFailed(ended);
}

/** When a node's run ended; where the node does not say, when the last success or its jobs did. */
export function endOf(node: WorkflowNode, jobs: readonly WorkflowJob[]): Instant | undefined {
  if (node.endedAt) return node.endedAt;
  if (hasSucceeded(node) && node.lastSucceededAt) return node.lastSucceededAt;
  const own = jobs.filter(({ jobId }) => node.jobIds.includes(jobId));
  return own.every(({ status }) => isTerminal(status)) ? latest(own.map(({ endedAt }) => endedAt)) : undefined;
}
