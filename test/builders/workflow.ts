import { type DataSource } from "../../shared/model/instance";
import { type Instant, parseInstant } from "../../shared/model/instant";
import { type WorkflowJob, type WorkflowNode, type WorkflowTask } from "../../shared/model/workflow";

export const INSTANCE_ID = "b1e0a1c2-0000-4000-8000-000000000001";
export const SOURCE_ID = "41b6c9a2-6d1f-4d0e-8f0b-3a9f0f6c2e77";

/** Minutes past ten on a fixed day, by the source's clock. */
export function at(minutes: number): Instant {
  const instant = parseInstant(new Date(Date.UTC(2026, 10, 20, 10, minutes)).toISOString());
  if (!instant) throw new RangeError(`no instant: ${minutes}`);
  return instant;
}

export function aDataSource(parts: Partial<DataSource> = {}): DataSource {
  return { dataSourceId: SOURCE_ID, name: "Sales", refreshState: "updated", ...parts };
}

export function aNode(parts: Partial<WorkflowNode> = {}): WorkflowNode {
  return {
    identifier: SOURCE_ID,
    friendlyName: "Sales",
    operationType: "ingestion",
    status: "successful",
    jobIds: ["job-1"],
    problems: [],
    ...parts,
  };
}

export function aJob(parts: Partial<WorkflowJob> = {}): WorkflowJob {
  return {
    jobId: "job-1",
    operationType: "ingestion",
    submissionKind: "ondemand",
    status: "successful",
    tasks: [],
    ...parts,
  };
}

export function aTask(parts: Partial<WorkflowTask> = {}): WorkflowTask {
  return {
    taskId: "task-1",
    friendlyName: "Sales",
    operationType: "ingestion",
    status: "successful",
    jobIds: ["job-1"],
    problems: [],
    ...parts,
  };
}
