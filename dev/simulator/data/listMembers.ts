import { type Row, type Segment } from "../world/model";

/** The customer ids of a segment's members: as many as its evaluation counted, best ranked first. */
export function listMembers({ evaluation, rankedBy, descending }: Segment, customers: readonly Row[]): string[] {
  const ranked = customers.toSorted((left, right) => compare(left[rankedBy], right[rankedBy]) * (descending ? -1 : 1));
  return ranked.slice(0, evaluation.count).map(({ CustomerId }) => String(CustomerId));
}

function compare(left: Row[string] | undefined, right: Row[string] | undefined): number {
  if (typeof left === "number" && typeof right === "number") return left - right;
  return String(left ?? "").localeCompare(String(right ?? ""), "en");
}
