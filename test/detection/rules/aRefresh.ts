import { type WorkflowJob, type WorkflowTask } from "../../../shared/model/workflow";
import { aJob, aTask, at } from "../../builders/workflow";
import { type Look } from "./watchJobs";

export function refresh(parts: Partial<WorkflowJob> = {}): WorkflowJob {
  return aJob({ jobId: "job-1", operationType: "all", submissionKind: "scheduled", submittedAt: at(0), ...parts });
}

export function task(
  operationType: string,
  status: WorkflowTask["status"],
  parts: Partial<WorkflowTask> = {},
): WorkflowTask {
  return aTask({ taskId: `${operationType}-1`, operationType, status, ...parts });
}

export const running: Look = { jobs: [refresh({ status: "running" })] };

export function ended(parts: Partial<WorkflowJob>, minute = 5): readonly Look[] {
  return [running, { jobs: [refresh({ endedAt: at(5), ...parts })], minute }];
}
