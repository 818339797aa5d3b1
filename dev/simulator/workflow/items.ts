/** The items that the workflow can run, their stages and nodes, and the choice of items for a job. */
import { type JobRequest, type WorkflowNode } from "../world/jobs";
import { type DataSource, type Instance } from "../world/model";
import { makeId } from "../world/random";
import { type Scene } from "../world/scene";

/** One thing the workflow can run; `names` are what a person may call it, besides identifier and friendly name. */
export interface WorkflowItem {
  readonly operationType: string;
  readonly identifier: string;
  readonly friendlyName: string;
  readonly names: readonly string[];
  /** An item that is switched off keeps its node but is not run. */
  readonly isActive: boolean;
}

type Choice = Pick<JobRequest, "operationType" | "identifiers" | "runDownstreamAfterMerge">;

/**
 * The items that a job runs, or the name that it asks for in vain. Identifiers count only for the operation that was
 * asked for.
 */
export function chooseItems(
  instance: Instance,
  scene: Scene,
  choice: Choice,
): { readonly items: readonly WorkflowItem[] } | { readonly unknown: string } {
  const operations = operationsOf(choice);
  if (!operations) return { unknown: choice.operationType };
  const items = listItems(instance, scene).filter(
    ({ operationType, isActive }) => isActive && operations.includes(operationType),
  );
  if (choice.identifiers.length === 0 || choice.operationType.toLowerCase() === "all")
    return items.length > 0 ? { items } : { unknown: choice.operationType };
  const unknown = choice.identifiers.find((identifier) => !items.some((item) => isCalled(item, identifier)));
  if (unknown !== undefined) return { unknown };
  return { items: items.filter((item) => choice.identifiers.some((identifier) => isCalled(item, identifier))) };
}

const UNTIL_MATCH = ["map", "match"];

const UNTIL_MERGE = [...UNTIL_MATCH, "merge"];

const MEASURES = ["measures", "attributeMeasures"];

/**
 * Operations in the order they run; those of one stage run side by side, and each waits for the whole stage before it.
 */
export const STAGES: readonly { readonly operations: readonly string[]; readonly weight: number }[] = [
  { operations: ["ingestion"], weight: 6 },
  { operations: ["dataPreparation"], weight: 1.5 },
  { operations: ["map"], weight: 1 },
  { operations: ["match"], weight: 3 },
  { operations: ["merge"], weight: 2.5 },
  { operations: ["contact", "relationship", "profileStore", "activity"], weight: 2 },
  { operations: ["search", "measures", "attributeMeasures", "segmentation"], weight: 3 },
  { operations: ["export"], weight: 1 },
];

const ALL = STAGES.flatMap(({ operations }) => operations);

/** The operations a job of this kind runs, undefined when the workflow knows no such operation. */
function operationsOf(request: Pick<JobRequest, "operationType" | "runDownstreamAfterMerge">): string[] | undefined {
  const operation = findOperation(request.operationType);
  if (operation === "all") return ALL;
  if (operation === "match") return UNTIL_MATCH;
  if (operation === "merge") return request.runDownstreamAfterMerge ? ALL.slice(ALL.indexOf("map")) : UNTIL_MERGE;
  if (operation === "measures") return MEASURES;
  return operation ? [operation] : undefined;
}

/** The operation as the service writes it, undefined when the workflow knows none of that name. */
export function findOperation(name: string): string | undefined {
  return ["all", ...ALL].find((known) => known.toLowerCase() === name.toLowerCase());
}

/** Everything that is in the workflow of an instance, switched off or not. */
export function listItems(instance: Instance, scene: Pick<Scene, "ingestionIdentifiers">): WorkflowItem[] {
  return [
    ...instance.sources.filter(({ hasNode }) => hasNode).flatMap((source) => ingestionItems(source, scene)),
    workflowItem("dataPreparation", "DataPreparation", "Data preparation"),
    workflowItem("map", "Map"),
    ...["match", "merge"].flatMap((operation) => unificationItems(operation, instance.isB2B)),
    ...(instance.isB2B ? [workflowItem("contact", "Contact")] : []),
    workflowItem("relationship", "Relationship", "Relationships"),
    workflowItem("profileStore", "ProfileStore", "Profile store"),
    workflowItem("activity", "UnifiedActivity", "Unified activity"),
    workflowItem("search", "Search", "Search index"),
    ...instance.measures.map(({ name, displayName, shape, isActive }) => ({
      ...workflowItem(shape === "profile" ? "attributeMeasures" : "measures", name, displayName),
      isActive,
    })),
    ...instance.segments.map(({ name, friendlyName, isActive }) => ({
      ...workflowItem("segmentation", name, friendlyName),
      isActive,
    })),
    workflowItem("export", makeId(instance.company, "export"), "Export to the mailing tool"),
  ];
}

function ingestionItems(
  source: DataSource,
  { ingestionIdentifiers }: Pick<Scene, "ingestionIdentifiers">,
): WorkflowItem[] {
  const { dataSourceId, name, friendlyName, isActive, tables } = source;
  const common = { names: [dataSourceId, name, friendlyName], isActive };
  if (ingestionIdentifiers === "dataSource")
    return [{ ...workflowItem("ingestion", dataSourceId, friendlyName), ...common }];
  return tables.map((table) => ({
    ...workflowItem("ingestion", `${dataSourceId}_${table.name}`, `${friendlyName} - ${table.name}`),
    ...common,
  }));
}

const workflowItem = (operationType: string, identifier: string, friendlyName = identifier): WorkflowItem => ({
  operationType,
  identifier,
  friendlyName,
  names: [],
  isActive: true,
});

/** A business-to-business instance unifies accounts and contacts apart. */
function unificationItems(operationType: string, isB2B: boolean): WorkflowItem[] {
  const name = operationType === "match" ? "Match" : "Merge";
  const first = workflowItem(operationType, name);
  return isB2B ? [first, workflowItem(operationType, `${name}Contacts`, `${name} contacts`)] : [first];
}

/** Identifiers, names and friendly names are compared without case. */
export function isCalled(item: WorkflowItem, name: string): boolean {
  const wanted = name.toLowerCase();
  return [item.identifier, item.friendlyName, ...item.names].some((known) => known.toLowerCase() === wanted);
}

/**
 * Gives the ingestion nodes the names the scene wants; each takes over what its source's nodes knew. Nothing may be
 * running.
 */
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

/**
 * True for map, match and merge. The rest of the workflow works on their results: when one of them ends badly, the
 * tasks that wait for it are skipped.
 */
export function blocksWhatFollows(operation: string): boolean {
  return UNTIL_MERGE.includes(operation);
}

export function isOperation(item: WorkflowItem, name: string): boolean {
  return item.operationType.toLowerCase() === name.toLowerCase();
}
