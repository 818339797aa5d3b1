import { type InstanceHandler } from "./call";
import { getDataSource, listDataSources } from "./dataSources";
import { describeInstanceMetadata } from "./describeInstance";
import { postJob } from "./submit";
import { getJob, getStatus, listHistory, listJobs } from "./workflow";

/** What answers each operation of the contract on an instance. */
export const INSTANCE_HANDLERS: Readonly<Record<string, InstanceHandler>> = {
  "Get-instance-metadata": ({ instance }) => ({ status: 200, json: describeInstanceMetadata(instance) }),
  "Get-all-data-sources": listDataSources,
  "Get-data-source": getDataSource,
  "Get-workflow-status": getStatus,
  "Get-list-of-recent-workflow-jobs": listJobs,
  "Submit-a-workflow-job": postJob,
  "Get-a-workflow-job-information": getJob,
  "Get-list-of-workflow-task-information-history": listHistory,
};
