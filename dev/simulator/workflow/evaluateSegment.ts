import { type Segment, type SegmentEvaluation } from "../world/model";
import { type Status, type Task, type TaskInformation } from "./model";

/** Writes the result of an evaluation; one that did not succeed keeps the date and the count of the last that did. */
export function evaluateSegment(segment: Segment, task: Task, runId: string): TaskInformation {
  const { evaluation } = segment;
  if (task.status === "successful") {
    segment.evaluation = {
      jobStatus: "CompletedSuccess",
      evaluatedAt: task.endAt,
      count: segment.nextCount,
      runId,
      error: undefined,
    };
    segment.version += 1;
    segment.updatedAt = task.endAt ?? segment.updatedAt;
  } else {
    segment.evaluation = { ...evaluation, jobStatus: jobStatusOf(task.status), error: task.findings[0]?.message };
  }
  if (task.finished) segment.history.push({ ...segment.evaluation, evaluatedAt: task.endAt ?? evaluation.evaluatedAt });
  return { kind: "segmentation", entityCount: segment.evaluation.count };
}

function jobStatusOf(status: Status): SegmentEvaluation["jobStatus"] {
  return status === "aborted" ? "Cancelled" : "CompletedFailure";
}
