import { type WorkflowJob } from "../../model/workflow";
import { type Note } from "./createNotes";
import { field } from "./field";
import { readObject } from "./readObject";
import { toItems } from "./toItems";
import { toTask } from "./toTask";

const SUBMISSION_KINDS = ["ondemand", "scheduled"];

/** One GraphJobInfo with its tasks; undefined and noted when it has no `jobId` or no `operationType`. */
export function toJob(seen: unknown, at: string, note: Note): WorkflowJob | undefined {
  const job = readObject(seen, at, note);
  const jobId = job.requiredId("jobId");
  const operationType = job.requiredWord("operationType");
  if (!jobId || !operationType) return undefined;
  const submittedAt = job.instant("submittedTimestamp");
  const endedAt = job.instant("endTimestamp");
  return {
    jobId,
    operationType,
    submissionKind: job.word("jobSubmissionKind", SUBMISSION_KINDS),
    status: job.status("jobStatus"),
    tasks: toTasks(field(seen, "tasks"), `${at}.tasks`, note),
    ...(submittedAt && { submittedAt }),
    ...(endedAt && { endedAt }),
  };
}

function toTasks(seen: unknown, at: string, note: Note): WorkflowJob["tasks"] {
  const tasks = toItems(seen ?? null, { at, note, toItem: toTask });
  if (!tasks) note(at, seen);
  return tasks ?? [];
}
