import { type SourceReads } from "../model/sourceReads";
import { getEntity, getEntitySize, listEntities } from "./entities";
import { getInstance, listDataSources, listInstances } from "./instances";
import { getMeasure, listMeasures } from "./measures";
import { listPartitionFiles } from "./partitionFiles";
import { type ReadSource } from "./readSource";
import { listRows } from "./rows";
import { listSegments } from "./segments";
import { getJob, listJobs, listNodes } from "./workflow";

/** Each read as its file has it, asked through `read`. */
export function bindReads(read: ReadSource): SourceReads {
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
