import { type DataSource, type Instance } from "../../model/instance";
import { type Measure } from "../../model/measure";
import { type Segment } from "../../model/segment";
import { type SourceAnswer } from "../../model/sourceAnswer";
import { type WorkflowJob, type WorkflowNode } from "../../model/workflow";

export interface SourceReads {
  /** The newest `top` jobs with their tasks, in no promised order. */
  readonly listJobs: (instanceId: string, options: { top: number }) => Promise<SourceAnswer<readonly WorkflowJob[]>>;
  readonly getJob: (instanceId: string, jobId: string) => Promise<SourceAnswer<WorkflowJob>>;
  readonly listNodes: (instanceId: string) => Promise<SourceAnswer<readonly WorkflowNode[]>>;
  readonly listDataSources: (instanceId: string) => Promise<SourceAnswer<readonly DataSource[]>>;
  /** All segments, with the samples of the last `historyDays` days. */
  readonly listSegments: (
    instanceId: string,
    options: { historyDays: number },
  ) => Promise<SourceAnswer<readonly Segment[]>>;
  readonly getMeasure: (
    instanceId: string,
    name: string,
    options: { historyDays: number },
  ) => Promise<SourceAnswer<Measure>>;
  readonly getInstance: (instanceId: string) => Promise<SourceAnswer<Instance>>;
}
