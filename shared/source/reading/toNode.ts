import { type WorkflowNode } from "../../model/workflow";
import { type Note } from "./createNotes";
import { readObject } from "./readObject";
import { toProblems } from "./toProblems";

const LEADING_UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/i;

/** One GraphNodeInfo; undefined and noted when it has no `operationType`. */
export function toNode(seen: unknown, at: string, note: Note): WorkflowNode | undefined {
  const node = readObject(seen, at, note);
  const operationType = node.requiredWord("operationType");
  if (!operationType) return undefined;
  // An ingestion node starts with the id of its data source (A5); other identifiers are names, whose casing is theirs.
  const identifier = node.text("identifier")?.replace(LEADING_UUID, (uuid) => uuid.toLowerCase());
  const friendlyName = node.text("friendlyName");
  const endedAt = node.instant("endTimestamp");
  const lastSucceededAt = node.instant("lastSuccessfulTimestamp");
  return {
    operationType,
    status: node.status("taskStatus"),
    jobIds: node.ids("jobIds"),
    problems: toProblems(seen),
    ...(identifier && { identifier }),
    ...(friendlyName && { friendlyName }),
    ...(endedAt && { endedAt }),
    ...(lastSucceededAt && { lastSucceededAt }),
  };
}
