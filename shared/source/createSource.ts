import { type DataSource } from "../model/dataSource";
import { type Entity } from "../model/entity";
import { type Instance } from "../model/instance";
import { type ItemUpdate, type ItemWrite, type WriteAnswer } from "../model/itemWrite";
import { type Measure } from "../model/measure";
import { type PartitionFile } from "../model/partition";
import { type Segment } from "../model/segment";
import { type SourceAnswer } from "../model/sourceAnswer";
import { type WorkflowJob, type WorkflowNode } from "../model/workflow";
import { type CallBudget, type CallPriority } from "./budget/callBudget";
import { getEntity } from "./getEntity";
import { getInstance } from "./getInstance";
import { getJob } from "./getJob";
import { getMeasure } from "./getMeasure";
import { type HistoryOptions } from "./historyQuery";
import { listDataSources } from "./listDataSources";
import { listEntities } from "./listEntities";
import { listInstances } from "./listInstances";
import { listJobs } from "./listJobs";
import { listMeasures } from "./listMeasures";
import { listNodes } from "./listNodes";
import { listSegments } from "./listSegments";
import { listPartitionFiles } from "./partitions/listPartitionFiles";
import { readSource, type ReadDeps, type ReadSource } from "./readSource";
import { type SourceSettings } from "./sourceSettings";
import { type ConnectionDeps, openConnection } from "./transport/openConnection";
import { type PathParts } from "./transport/toPath";
import { writeItem } from "./writes/writeItem";

export interface SourceDeps extends ConnectionDeps {
  readonly log: (line: Record<string, unknown>) => void;
  /** Without it, calls are made at once. */
  readonly budget?: CallBudget;
}

/** The CI API. What goes wrong with it is a value of the answer; nothing here rejects. @internal */
export interface SourceReads {
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
}

/** Each write is sent once. */
interface SourceWrites {
  readonly createItem: (item: ItemWrite) => Promise<WriteAnswer>;
  readonly updateItem: (item: ItemUpdate) => Promise<WriteAnswer>;
}

/** Its own operations go before the poller's, because somebody waits for their answers. */
export interface Source extends SourceReads, SourceWrites {
  /** The same operations as the poller makes them. */
  readonly forPolls: () => SourceReads;
  /** Ends all connections; reads under way are answered `unreachable`. */
  readonly close: () => Promise<void>;
}

/** One client of the CI API for the life of the process. Throws a TypeError that names a setting it cannot use. */
export function createSource(settings: SourceSettings, deps: SourceDeps): Source {
  const { get, send, close } = openConnection(settings, deps);
  const dialects: ReadDeps["dialects"] = new Map();
  const { log, budget } = deps;
  const readsFor = (priority: CallPriority): SourceReads =>
    bindReads(async (what) => {
      const turn = { priority, instanceId: what.instanceId?.toLowerCase() ?? "" };
      const getInTurn = async (parts: PathParts) => (budget ? budget.call(turn, async () => get(parts)) : get(parts));
      return readSource(what, { get: getInTurn, dialects, log });
    });
  const write = async (item: ItemWrite | ItemUpdate): Promise<WriteAnswer> => {
    const make = async () => send(writeItem(item));
    return budget ? budget.call({ priority: "read", instanceId: item.instanceId }, make) : make();
  };
  const polls = readsFor("poll");
  return { ...readsFor("read"), createItem: write, updateItem: write, forPolls: () => polls, close };
}

function bindReads(read: ReadSource): SourceReads {
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
  };
}
