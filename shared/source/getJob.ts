import { type SourceAnswer } from "../model/sourceAnswer";
import { type WorkflowJob } from "../model/workflow";
import { type ReadSource } from "./readSource";
import { toJob } from "./reading/toJob";

/** One job with its tasks; an answer about another job is `malformed`. */
export async function getJob(
  { instanceId, jobId }: { readonly instanceId: string; readonly jobId: string },
  read: ReadSource,
): Promise<SourceAnswer<WorkflowJob>> {
  return read({
    operation: "getJob",
    instanceId,
    path: ["instances", instanceId, "workflows", "main", "jobs", jobId],
    documentedPath: ["instances", instanceId, "manage", "workflows", "main", "jobs", jobId],
    query: { includeTasks: "true" },
    toValue: (json, note) => {
      const job = toJob(json, "job", note);
      return job?.jobId === jobId.toLowerCase() ? job : undefined;
    },
  });
}
