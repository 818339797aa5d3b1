import { type SourceAnswer } from "../model/sourceAnswer";
import { type WorkflowNode } from "../model/workflow";
import { type ReadSource } from "./readSource";
import { toItems } from "./reading/toItems";
import { toNode } from "./reading/toNode";

/** The latest run of every item of the instance's workflow. */
export async function listNodes(instanceId: string, read: ReadSource): Promise<SourceAnswer<WorkflowNode[]>> {
  return read({
    operation: "listNodes",
    instanceId,
    path: ["instances", instanceId, "workflows", "main", "status"],
    documentedPath: ["instances", instanceId, "manage", "workflows", "main", "status"],
    toValue: (json, note) => toItems(json, { at: "nodes", note, toItem: toNode }),
  });
}
