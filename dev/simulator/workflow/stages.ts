import { type JobRequest } from "./model";

/** Operations in the order they run; those of one stage run side by side, and each waits for the whole stage before it. */
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

const UNTIL_MATCH = ["map", "match"];
const UNTIL_MERGE = [...UNTIL_MATCH, "merge"];
const MEASURES = ["measures", "attributeMeasures"];
const ALL = STAGES.flatMap(({ operations }) => operations);

/** The operation as the service writes it, undefined when the workflow knows none of that name. */
export function findOperation(name: string): string | undefined {
  return ["all", ...ALL].find((known) => known.toLowerCase() === name.toLowerCase());
}

/** The operations a job of this kind runs, undefined when the workflow knows no such operation. */
export function operationsOf(
  request: Pick<JobRequest, "operationType" | "runDownstreamAfterMerge">,
): string[] | undefined {
  const operation = findOperation(request.operationType);
  if (operation === "all") return ALL;
  if (operation === "match") return UNTIL_MATCH;
  if (operation === "merge") return request.runDownstreamAfterMerge ? ALL.slice(ALL.indexOf("map")) : UNTIL_MERGE;
  if (operation === "measures") return MEASURES;
  return operation ? [operation] : undefined;
}

/** Without these the rest of the workflow has nothing to work on: when one ends badly, what waits for it is skipped. */
export function blocksWhatFollows(operation: string): boolean {
  return UNTIL_MERGE.includes(operation);
}
