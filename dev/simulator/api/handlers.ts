import { type InstanceHandler } from "./call";
import { getDataSource, listDataSources } from "./dataSources";
import { describeInstanceMetadata } from "./describeInstance";
import { getEntity, getEntitySize, listEntities } from "./entities";
import { getMeasure, listMeasures } from "./measures";
import { readData } from "./readData";
import { listSchedules } from "./schedules";
import { listSegments } from "./segments";
import { postJob } from "./postJob";
import { getJob, getStatus, listHistory, listJobs } from "./workflow";
import { createRow, updateRow } from "./writeData";

/** What answers each operation of the contract on an instance. */
export const INSTANCE_HANDLERS: Readonly<Record<string, InstanceHandler>> = {
  "Get-instance-metadata": ({ instance }) => ({ status: 200, json: describeInstanceMetadata(instance) }),
  "Get-all-data-sources": listDataSources,
  "Get-data-source": getDataSource,
  "Get-all-entity-metadata": listEntities,
  "Get-entity-metadata": getEntity,
  "Get-entity-size": getEntitySize,
  "Get-all-segments": listSegments,
  "Get-a-list-of-measures-metadata": listMeasures,
  "Get-metadata-for-a-measure": getMeasure,
  "Get-workflow-status": getStatus,
  "Get-list-of-recent-workflow-jobs": listJobs,
  "Submit-a-workflow-job": postJob,
  "Get-a-workflow-job-information": getJob,
  "Get-list-of-workflow-task-information-history": listHistory,
  "Get-workflow-schedules": listSchedules,
  "Get-entities-with-OData-path": readData,
  "Create-an-entity": createRow,
  "Update-an-entity": updateRow,
};
