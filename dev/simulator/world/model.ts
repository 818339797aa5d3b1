/**
 * The state of the simulated world. Everything that the simulator knows is here; times are milliseconds on its own
 * clock.
 */
import { type Clock } from "./clock";
import { type Job, type Task, type WorkflowNode } from "./jobs";
import { type Scene } from "./scene";

export const FAULT_KINDS = [
  "401",
  "403",
  "404",
  "429",
  "500",
  "503",
  "slow",
  "hang",
  "malformed",
  "empty",
  "truncated",
  "nonsense",
  "null",
  "no-content",
  "reset",
] as const;

export type FaultKind = (typeof FAULT_KINDS)[number];

/** A fault that calls run into. A condition that is undefined fits every call. */
export interface Fault {
  readonly kind: FaultKind;
  readonly operation: string | undefined;
  readonly pathContains: string | undefined;
  readonly instanceId: string | undefined;
  /** The number of calls that it still hits; undefined means until it is removed. */
  timesLeft: number | undefined;
  readonly retryAfterSeconds: number | undefined;
  readonly delayMs: number;
}

export type WorkflowEvent =
  | { readonly kind: "jobIsDue"; readonly job: Job }
  | { readonly kind: "taskEnds"; readonly task: Task }
  | { readonly kind: "taskRetries"; readonly task: Task };

export interface AgendaItem {
  readonly at: number;
  readonly instance: Instance;
  readonly event: WorkflowEvent;
}

export interface Audit {
  version: number;
  createdAt: number;
  updatedAt: number;
}

export interface SourceTable {
  readonly name: string;
  readonly type: "profile" | "activity" | "unspecified";
  readonly columns: readonly string[];
  readonly rowCount: number;
}

export interface DataSource extends Audit {
  readonly dataSourceId: string;
  readonly name: string;
  friendlyName: string;
  readonly kind: string;
  isActive: boolean;
  readonly tables: readonly SourceTable[];
  /** False for a source that is refreshed elsewhere: only `refreshState` and `lastRefresh` show its refreshes. */
  readonly hasNode: boolean;
  refreshState: "notUpdated" | "updated" | "updating" | "updateFailed" | "updateCancelled";
  lastRefresh: number | undefined;
}

export interface SegmentEvaluation {
  readonly jobStatus:
    "None" | "Queued" | "Running" | "CompletedSuccess" | "CompletedFailure" | "Cancelled" | "NotQualified";
  readonly evaluatedAt: number | undefined;
  readonly count: number;
  readonly runId: string | undefined;
  readonly error: string | undefined;
}

export interface Segment extends Audit {
  readonly name: string;
  friendlyName: string;
  readonly isManual: boolean;
  isActive: boolean;
  /** The customer column whose highest (or lowest) values are the members. */
  readonly rankedBy: string;
  readonly descending: boolean;
  /** The number of members that the next evaluation finds. */
  nextCount: number;
  evaluation: SegmentEvaluation;
  /** Oldest first. */
  readonly history: SegmentEvaluation[];
}

export type MeasureShape = "scalar" | "dimensioned" | "profile" | "manualScalar" | "manualTable";

export interface MeasureEvaluation {
  readonly state: "none" | "running" | "failed" | "completed";
  readonly endedAt: number | undefined;
  readonly runId: string | undefined;
  readonly error: string | undefined;
}

export interface MeasureOutput {
  readonly values: Readonly<Record<string, string>>;
  readonly evaluatedAt: number;
}

export interface Measure extends Audit {
  readonly name: string;
  displayName: string;
  readonly shape: MeasureShape;
  readonly operation: "sum" | "avg" | "min" | "max" | "count" | "countDistinct";
  readonly table: string;
  readonly column: string;
  readonly dimension: string | undefined;
  /** Keys of the output; the first holds the measure's value. */
  readonly aliases: readonly string[];
  isActive: boolean;
  /** The value that the next evaluation finds. */
  nextValue: string;
  evaluation: MeasureEvaluation;
  output: MeasureOutput | undefined;
  lastSuccessAt: number | undefined;
  consecutiveFailures: number;
  /** Oldest first. */
  readonly evaluationHistory: MeasureEvaluation[];
  /** Oldest first. */
  readonly outputHistory: MeasureOutput[];
}

export type Cell = string | number | boolean | null;

export type Row = Readonly<Record<string, Cell>>;

/** A row of the real-time store, laid over the stored rows until it expires. */
interface RowWrite {
  readonly table: string;
  readonly key: string;
  readonly row: Row;
  readonly expiresAt: number;
}

export interface Instance extends Audit {
  instanceId: string;
  name: string | null;
  readonly company: "retail" | "wholesale";
  readonly isB2B: boolean;
  provisioningState: string;
  sources: DataSource[];
  segments: Segment[];
  measures: Measure[];
  nodes: WorkflowNode[];
  /** Newest last. */
  jobs: Job[];
  /** Newest last; a task shared by several jobs is here once. */
  tasks: Task[];
  /** Deleted items by kind and name, so that they can be made again. */
  readonly deleted: Map<string, DataSource | Segment | Measure>;
  readonly rows: Map<string, readonly Row[]>;
  writes: RowWrite[];
}

/** Everything the simulator knows; times are milliseconds on its own clock. */
export interface World {
  readonly seed: number;
  readonly clock: Clock;
  /** The end of the past with which it was made. */
  readonly beganAt: number;
  /** The instant that is simulated: that of an event while events are replayed, else that of the clock. */
  now: number;
  scene: Scene;
  readonly instances: Instance[];
  faults: Fault[];
  readonly calls: Map<string, number>;
  /** Sorted by time, then by order of scheduling. */
  readonly agenda: AgendaItem[];
  /** Counts what was made, so that ids are the same in every replay. */
  made: number;
}
