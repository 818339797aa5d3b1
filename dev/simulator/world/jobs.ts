/** The words of the workflow: nodes, jobs, tasks, their outcomes and statuses. */

export type Status = "queued" | "running" | "failed" | "timedOut" | "aborted" | "successful" | "skipped";

/** An error, warning or partial failure of a task. */
export interface Finding {
  readonly severity: "error" | "warning";
  readonly culprit: "system" | "user" | "external";
  readonly code: string;
  readonly name: string;
  readonly message: string;
}

/** Undeclared parts of a task, for instance the members of a segment. */
export interface TaskInformation {
  readonly kind: string;
  readonly entityCount?: number;
}

/** The latest run of one item of the workflow. */
export interface WorkflowNode {
  readonly operationType: string;
  readonly identifier: string;
  friendlyName: string;
  jobIds: readonly string[];
  taskStatus: Status | "needsUpdate";
  lastSuccessJobIds: readonly string[];
  endAt: number | undefined;
  lastSuccessAt: number | undefined;
  findings: readonly Finding[];
  information: TaskInformation | undefined;
}

/** The outcomes that a task can be given; a task that is given none succeeds. */
export const OUTCOMES = ["succeed", "fail", "fail-once", "time-out", "abort", "skip", "warn", "partial"] as const;

export type Outcome = (typeof OUTCOMES)[number];

export interface Task {
  readonly taskId: string;
  readonly node: WorkflowNode;
  readonly friendlyName: string;
  readonly outcome: Outcome;
  readonly waitsFor: readonly Task[];
  readonly milliseconds: number;
  readonly submittedAt: number;
  jobIds: readonly string[];
  status: Status;
  /** Tries begun. */
  tries: number;
  /** A failed task that will be tried again is not finished. */
  finished: boolean;
  /** Skipped because what it works on never came. */
  isBlocked: boolean;
  endAt: number | undefined;
  findings: readonly Finding[];
  information: TaskInformation | undefined;
}

export interface Job {
  readonly jobId: string;
  readonly jobType: "full" | "incremental";
  readonly operationType: string;
  readonly submissionKind: "onDemand" | "scheduled";
  readonly identifiers: readonly string[];
  readonly forced: boolean;
  readonly runDownstreamAfterMerge: boolean | undefined;
  readonly submittedAt: number;
  readonly tasks: readonly Task[];
  status: Status;
  endAt: number | undefined;
}

/** A job as it is asked for; no identifiers means all items of the operation. */
export interface JobRequest {
  readonly operationType: string;
  readonly identifiers: readonly string[];
  readonly jobType: "full" | "incremental";
  readonly submissionKind: "onDemand" | "scheduled";
  readonly forced: boolean;
  readonly runDownstreamAfterMerge: boolean | undefined;
  readonly seconds: number | undefined;
  /**
   * Outcomes by name or id of the item, or by friendly name or operation of the task; names are compared without case.
   */
  readonly outcomes: ReadonlyMap<string, Outcome>;
}
