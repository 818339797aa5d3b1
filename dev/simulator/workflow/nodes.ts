/** The nodes of the workflow: the latest run of each item. */
import { type WorkflowNode } from "../world/jobs";
import { type DataSource, type Instance } from "../world/model";
import { type Scene } from "../world/scene";
import { type WorkflowItem, listItems } from "./items";

/** Gives the ingestion nodes the names the scene wants; each takes over what its source's nodes knew. Nothing may be running. */
export function nameIngestionNodes(instance: Instance, scene: Scene): void {
  const wanted = listItems(instance, scene).filter(({ operationType }) => operationType === "ingestion");
  const old = instance.nodes.filter(({ operationType }) => operationType === "ingestion");
  const renamed = instance.sources.flatMap((source) => {
    const first = old.find(({ identifier }) => isOf(source, identifier));
    const items = wanted.filter(({ identifier }) => isOf(source, identifier));
    return first
      ? items.map(({ identifier, friendlyName }): WorkflowNode => ({ ...first, identifier, friendlyName }))
      : [];
  });
  instance.nodes = [...renamed, ...instance.nodes.filter((node) => !old.includes(node))];
}

function isOf({ dataSourceId }: DataSource, identifier: string): boolean {
  return identifier.startsWith(dataSourceId);
}

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
