import { type DataSource, type Instance } from "../world/model";
import { type Scene } from "../world/scene";
import { listItems } from "./listItems";
import { type WorkflowNode } from "./model";

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
