import { type WorkflowJob } from "../../model/workflow";
import { type Note } from "./createNotes";
import { readItems } from "./readItems";
import { readObject } from "./readObject";
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
    tasks: readItems(seen, "tasks", { at, note, toItem: toTask }),
    ...(submittedAt && { submittedAt }),
    ...(endedAt && { endedAt }),
  };
}
