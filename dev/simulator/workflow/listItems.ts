import { makeId } from "../random/makeId";
import { type DataSource, type Instance } from "../world/model";
import { type Scene } from "../world/scene";

/** One thing the workflow can run; `names` are what a person may call it, besides identifier and friendly name. */
export interface WorkflowItem {
  readonly operationType: string;
  readonly identifier: string;
  readonly friendlyName: string;
  readonly names: readonly string[];
  /** What is switched off keeps its node but is not run. */
  readonly isActive: boolean;
}

/** Everything that is in the workflow of an instance, switched off or not. */
export function listItems(instance: Instance, scene: Pick<Scene, "ingestionIdentifiers">): WorkflowItem[] {
  return [
    ...instance.sources.filter(({ hasNode }) => hasNode).flatMap((source) => ingestionItems(source, scene)),
    item("dataPreparation", "DataPreparation", "Data preparation"),
    item("map", "Map"),
    ...["match", "merge"].flatMap((operation) => unificationItems(operation, instance.isB2B)),
    ...(instance.isB2B ? [item("contact", "Contact")] : []),
    item("relationship", "Relationship", "Relationships"),
    item("profileStore", "ProfileStore", "Profile store"),
    item("activity", "UnifiedActivity", "Unified activity"),
    item("search", "Search", "Search index"),
    ...instance.measures.map(({ name, displayName, shape, isActive }) => ({
      ...item(shape === "profile" ? "attributeMeasures" : "measures", name, displayName),
      isActive,
    })),
    ...instance.segments.map(({ name, friendlyName, isActive }) => ({
      ...item("segmentation", name, friendlyName),
      isActive,
    })),
    item("export", makeId(instance.company, "export"), "Export to the mailing tool"),
  ];
}

const item = (operationType: string, identifier: string, friendlyName = identifier): WorkflowItem => ({
  operationType,
  identifier,
  friendlyName,
  names: [],
  isActive: true,
});

function ingestionItems(
  source: DataSource,
  { ingestionIdentifiers }: Pick<Scene, "ingestionIdentifiers">,
): WorkflowItem[] {
  const { dataSourceId, name, friendlyName, isActive, tables } = source;
  const common = { names: [dataSourceId, name, friendlyName], isActive };
  if (ingestionIdentifiers === "dataSource") return [{ ...item("ingestion", dataSourceId, friendlyName), ...common }];
  return tables.map((table) => ({
    ...item("ingestion", `${dataSourceId}_${table.name}`, `${friendlyName} - ${table.name}`),
    ...common,
  }));
}

/** A business-to-business instance unifies accounts and contacts apart. */
function unificationItems(operationType: string, isB2B: boolean): WorkflowItem[] {
  const name = operationType === "match" ? "Match" : "Merge";
  const first = item(operationType, name);
  return isB2B ? [first, item(operationType, `${name}Contacts`, `${name} contacts`)] : [first];
}
