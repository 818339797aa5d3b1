import { type WorkflowStatus } from "../../model/workflow";
import { toWord } from "./toWord";

const STATUSES: readonly WorkflowStatus[] = [
  "queued",
  "needsupdate",
  "running",
  "failed",
  "timedout",
  "aborted",
  "deleted",
  "successful",
  "skipped",
];

/** State of a job, task or node; undefined when it is absent or not one that the contract lists (A2). */
export function toStatus(seen: unknown): WorkflowStatus | undefined {
  const word = toWord(seen);
  return STATUSES.find((status) => status === word);
}
