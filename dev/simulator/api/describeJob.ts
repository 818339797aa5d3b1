import { type Job, type Task, type WorkflowNode } from "../workflow/model";
import { describeErrors } from "./describeErrors";
import { formatTime, formatTimeOrNull } from "./formatTime";

export function describeJob(job: Job, withTasks: boolean) {
  return {
    jobId: job.jobId,
    jobType: job.jobType,
    jobSubmissionKind: job.submissionKind,
    jobStatus: job.status,
    operationType: job.operationType,
    subType: "noSubType",
    endTimestamp: formatTimeOrNull(job.endAt),
    shouldForceRunRequestedNodes: job.forced,
    tasks: withTasks ? job.tasks.map(describeTask) : null,
    idList: job.identifiers,
    options:
      job.runDownstreamAfterMerge === undefined ? null : { runDownstreamAfterMerge: job.runDownstreamAfterMerge },
    submittedTimestamp: formatTime(job.submittedAt),
  };
}

/** A task does not say which item it is of, but for the friendly name. */
export function describeTask(task: Task) {
  return {
    taskId: task.taskId,
    taskStatus: task.status,
    operationType: task.node.operationType,
    subType: "noSubType",
    jobIds: task.jobIds,
    friendlyName: task.friendlyName,
    endTimestamp: formatTimeOrNull(task.endAt),
    ...describeErrors(task.findings),
    waitingTaskIds: task.waitsFor.filter(({ finished }) => !finished).map(({ taskId }) => taskId),
    additionalInfo: task.information ?? null,
    submittedTimestamp: formatTime(task.submittedAt),
  };
}

export function describeNode(node: WorkflowNode) {
  return {
    operationType: node.operationType,
    subType: "noSubType",
    identifier: node.identifier,
    friendlyName: node.friendlyName,
    jobIds: node.jobIds,
    taskStatus: node.taskStatus,
    lastSuccessJobIds: node.lastSuccessJobIds,
    endTimestamp: formatTimeOrNull(node.endAt),
    lastSuccessfulTimestamp: formatTimeOrNull(node.lastSuccessAt),
    ...describeErrors(node.findings),
    additionalInfo: node.information ?? null,
    selectionReason: { code: "requested", details: null },
  };
}
