import { type WorkflowTask } from "../../model/workflow";
import { type Note } from "./createNotes";
import { readObject } from "./readObject";
import { toProblems } from "./toProblems";

/** One GraphTaskInfo; undefined and noted when it has no `taskId` or no `operationType`. */
export function toTask(seen: unknown, at: string, note: Note): WorkflowTask | undefined {
  const task = readObject(seen, at, note);
  const taskId = task.requiredId("taskId");
  const operationType = task.requiredWord("operationType");
  if (!taskId || !operationType) return undefined;
  const friendlyName = task.text("friendlyName");
  const submittedAt = task.instant("submittedTimestamp");
  const endedAt = task.instant("endTimestamp");
  return {
    taskId,
    operationType,
    status: task.status("taskStatus"),
    jobIds: task.ids("jobIds"),
    problems: toProblems(seen),
    ...(friendlyName && { friendlyName }),
    ...(submittedAt && { submittedAt }),
    ...(endedAt && { endedAt }),
  };
}
