import { type Entity, type PartitionFile, type RowsPage } from "../model/entity";
import { type DataSource, type Instance } from "../model/instance";
import { type Measure } from "../model/measure";
import { type Segment } from "../model/segment";
import { type SourceAnswer } from "../model/sourceAnswer";
import { type WorkflowJob, type WorkflowNode } from "../model/workflow";
import { getEntity, getEntitySize, listEntities } from "./entities";
import { getInstance, listDataSources, listInstances } from "./instances";
import { getMeasure, listMeasures } from "./measures";
import { listPartitionFiles } from "./partitionFiles";
import { type ReadSource } from "./readSource";
import { type RowsRequest, listRows } from "./rows";
import { type HistoryOptions, listSegments } from "./segments";
import { getJob, listJobs, listNodes } from "./workflow";

/** The CI API. What goes wrong with it is a value of the answer; nothing here rejects. */
export interface BoundReads {
  readonly getInstance: (instanceId: string) => Promise<SourceAnswer<Instance>>;
  readonly listInstances: () => Promise<SourceAnswer<Instance[]>>;
  /** The `top` most recent jobs with their tasks, in no promised order (A11). */
  readonly listJobs: (instanceId: string, options: { readonly top: number }) => Promise<SourceAnswer<WorkflowJob[]>>;
  readonly getJob: (instanceId: string, jobId: string) => Promise<SourceAnswer<WorkflowJob>>;
  readonly listNodes: (instanceId: string) => Promise<SourceAnswer<WorkflowNode[]>>;
  readonly listDataSources: (instanceId: string) => Promise<SourceAnswer<DataSource[]>>;
  /** `historyDays` is a positive whole number. */
  readonly listSegments: (instanceId: string, options: HistoryOptions) => Promise<SourceAnswer<Segment[]>>;
  /** Samples may be missing here (A14). */
  readonly listMeasures: (instanceId: string) => Promise<SourceAnswer<Measure[]>>;
  readonly getMeasure: (instanceId: string, name: string, options: HistoryOptions) => Promise<SourceAnswer<Measure>>;
  readonly listEntities: (instanceId: string) => Promise<SourceAnswer<Entity[]>>;
  readonly getEntity: (instanceId: string, name: string) => Promise<SourceAnswer<Entity>>;
  /** `entity` as its metadata names it. */
  readonly listPartitionFiles: (instanceId: string, entity: string) => Promise<SourceAnswer<PartitionFile[]>>;
  readonly getEntitySize: (instanceId: string, name: string) => Promise<SourceAnswer<number>>;
  readonly listRows: (request: RowsRequest) => Promise<SourceAnswer<RowsPage>>;
}

/** Each read as its file has it, asked through `read`. */
export function bindReads(read: ReadSource): BoundReads {
  return {
    getInstance: async (instanceId) => getInstance(instanceId, read),
    listInstances: async () => listInstances(read),
    listJobs: async (instanceId, { top }) => listJobs({ instanceId, top }, read),
    getJob: async (instanceId, jobId) => getJob({ instanceId, jobId }, read),
    listNodes: async (instanceId) => listNodes(instanceId, read),
    listDataSources: async (instanceId) => listDataSources(instanceId, read),
    listSegments: async (instanceId, { historyDays }) => listSegments({ instanceId, historyDays }, read),
    listMeasures: async (instanceId) => listMeasures(instanceId, read),
    getMeasure: async (instanceId, name, { historyDays }) => getMeasure({ instanceId, name, historyDays }, read),
    listEntities: async (instanceId) => listEntities(instanceId, read),
    getEntity: async (instanceId, name) => getEntity({ instanceId, name }, read),
    listPartitionFiles: async (instanceId, entity) => listPartitionFiles({ instanceId, entity }, read),
    getEntitySize: async (instanceId, name) => getEntitySize({ instanceId, name }, read),
    listRows: async (request) => listRows(request, read),
  };
}
