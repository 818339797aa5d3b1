import { type SourceAnswer } from "../model/sourceAnswer";
import { type WorkflowJob } from "../model/workflow";
import { type ReadSource } from "./readSource";
import { toItems } from "./reading/toItems";
import { toJob } from "./reading/toJob";

/** Throws a RangeError when `top` is no positive whole number. */
export async function listJobs(
  { instanceId, top }: { readonly instanceId: string; readonly top: number },
  read: ReadSource,
): Promise<SourceAnswer<WorkflowJob[]>> {
  if (!Number.isSafeInteger(top) || top < 1) throw new RangeError(`top must be a positive whole number, not ${top}`);
  return read({
    operation: "listJobs",
    instanceId,
    path: ["instances", instanceId, "workflows", "main", "jobs"],
    documentedPath: ["instances", instanceId, "manage", "workflows", "main", "jobs"],
    query: { top: String(top), includeTasks: "true" },
    toValue: (json, note) => toItems(json, { at: "jobs", note, toItem: toJob }),
  });
}
