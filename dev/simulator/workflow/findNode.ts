import { type Instance } from "../world/model";
import { type WorkflowItem } from "./listItems";
import { type WorkflowNode } from "./model";

/** The node of an item, made when it has never run; takes over a new friendly name. */
export function findNode(instance: Instance, item: WorkflowItem): WorkflowNode {
  const found = instance.nodes.find(
    ({ operationType, identifier }) => operationType === item.operationType && identifier === item.identifier,
  );
  if (found) {
    found.friendlyName = item.friendlyName;
    return found;
  }
  const node: WorkflowNode = {
    operationType: item.operationType,
    identifier: item.identifier,
    friendlyName: item.friendlyName,
    jobIds: [],
    taskStatus: "queued",
    lastSuccessJobIds: [],
    endAt: undefined,
    lastSuccessAt: undefined,
    findings: [],
    information: undefined,
  };
  instance.nodes.push(node);
  return node;
}
