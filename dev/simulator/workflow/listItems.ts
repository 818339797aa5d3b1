import { makeId } from "../random/makeId";
import { type DataSource, type Instance } from "../world/model";
import { type Scene } from "../world/scene";

/** One thing the workflow can run; `names` are what a person may call it, besides identifier and friendly name. */
export interface WorkflowItem {
  readonly operationType: string;
  readonly identifier: string;
  readonly friendlyName: string;
  readonly names: readonly string[];
}

/** Everything active the workflow of an instance can run. */
export function listItems(instance: Instance, scene: Pick<Scene, "ingestionIdentifiers">): WorkflowItem[] {
  return [
    ...instance.sources
      .filter(({ isActive, hasNode }) => isActive && hasNode)
      .flatMap((source) => ingestionItems(source, scene)),
    item("dataPreparation", "DataPreparation", "Data preparation"),
    item("map", "Map"),
    ...["match", "merge"].flatMap((operation) => unificationItems(operation, instance.isB2B)),
    ...(instance.isB2B ? [item("contact", "Contact")] : []),
    item("relationship", "Relationship", "Relationships"),
    item("profileStore", "ProfileStore", "Profile store"),
    item("activity", "UnifiedActivity", "Unified activity"),
    item("search", "Search", "Search index"),
    ...instance.measures
      .filter(({ isActive }) => isActive)
      .map(({ name, displayName, shape }) =>
        item(shape === "profile" ? "attributeMeasures" : "measures", name, displayName),
      ),
    ...instance.segments
      .filter(({ isActive }) => isActive)
      .map(({ name, friendlyName }) => item("segmentation", name, friendlyName)),
    item("export", makeId(instance.company, "export"), "Export to the mailing tool"),
  ];
}

const item = (operationType: string, identifier: string, friendlyName = identifier): WorkflowItem => ({
  operationType,
  identifier,
  friendlyName,
  names: [],
});

function ingestionItems(
  source: DataSource,
  { ingestionIdentifiers }: Pick<Scene, "ingestionIdentifiers">,
): WorkflowItem[] {
  const names = [source.dataSourceId, source.name, source.friendlyName];
  if (ingestionIdentifiers === "dataSource")
    return [{ operationType: "ingestion", identifier: source.dataSourceId, friendlyName: source.friendlyName, names }];
  return source.tables.map((table) => ({
    operationType: "ingestion",
    identifier: `${source.dataSourceId}_${table.name}`,
    friendlyName: `${source.friendlyName} - ${table.name}`,
    names,
  }));
}

/** A business-to-business instance unifies accounts and contacts apart. */
function unificationItems(operationType: string, isB2B: boolean): WorkflowItem[] {
  const name = operationType === "match" ? "Match" : "Merge";
  const first = item(operationType, name);
  return isB2B ? [first, item(operationType, `${name}Contacts`, `${name} contacts`)] : [first];
}
