/**
 * The port to the CI API: every read, declared once for all modules that use it, each of which takes a `Pick`. The
 * module `source` implements it; writes and files are in `data/ports.ts`. A read never rejects for a fault of the
 * source: that is a failure in its answer.
 */
import { type Entity, type PartitionFile, type RowsPage, type RowsQuery } from "./entity";
import { type DataSource, type Instance } from "./instance";
import { type Measure } from "./measure";
import { type Segment } from "./segment";
import { type SourceAnswer } from "./sourceAnswer";
import { type WorkflowJob, type WorkflowNode } from "./workflow";

export interface SourceReads {
  readonly getInstance: (instanceId: string) => Promise<SourceAnswer<Instance>>;
  /** Every instance that our identity may see. */
  readonly listInstances: () => Promise<SourceAnswer<readonly Instance[]>>;
  /**
   * The `top` most recent jobs with their tasks, in no promised order (A11). Throws a RangeError if `top` is no
   * positive whole number.
   */
  readonly listJobs: (
    instanceId: string,
    options: { readonly top: number },
  ) => Promise<SourceAnswer<readonly WorkflowJob[]>>;
  readonly getJob: (instanceId: string, jobId: string) => Promise<SourceAnswer<WorkflowJob>>;
  /** The latest run of every item of the instance's workflow. */
  readonly listNodes: (instanceId: string) => Promise<SourceAnswer<readonly WorkflowNode[]>>;
  readonly listDataSources: (instanceId: string) => Promise<SourceAnswer<readonly DataSource[]>>;
  readonly listSegments: (instanceId: string, options: HistoryOptions) => Promise<SourceAnswer<readonly Segment[]>>;
  /** Every measure. Samples may be missing here (A14); `getMeasure` has them. */
  readonly listMeasures: (instanceId: string) => Promise<SourceAnswer<readonly Measure[]>>;
  readonly getMeasure: (instanceId: string, name: string, options: HistoryOptions) => Promise<SourceAnswer<Measure>>;
  /** Every entity with its columns. */
  readonly listEntities: (instanceId: string) => Promise<SourceAnswer<readonly Entity[]>>;
  readonly getEntity: (instanceId: string, name: string) => Promise<SourceAnswer<Entity>>;
  /** The number of rows of an entity. */
  readonly getEntitySize: (instanceId: string, name: string) => Promise<SourceAnswer<number>>;
  /** A page of an entity's rows. */
  readonly listRows: (request: RowsRequest) => Promise<SourceAnswer<RowsPage>>;
  /** The files that hold all rows of an entity; `entity` is its name in its metadata. */
  readonly listPartitionFiles: (instanceId: string, entity: string) => Promise<SourceAnswer<readonly PartitionFile[]>>;
}

export interface HistoryOptions {
  /** How many days of history to read with a segment or measure: a positive whole number. */
  readonly historyDays: number;
}

interface RowsRequest extends RowsQuery {
  readonly instanceId: string;
  /** The entity's name in its metadata. */
  readonly entity: string;
}
