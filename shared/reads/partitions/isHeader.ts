import { type PartitionSet } from "../../model/entity";

/**
 * True for a first record that names the columns. Files have no header row, but for segments, whose first row is one when it
 * holds `CustomerId` (reference/customer-insights-api.md 2.6); a row that repeats every column's name is taken for one in any file.
 */
export function isHeader(
  record: readonly (string | null)[],
  { entityType, columns }: Pick<PartitionSet, "entityType" | "columns">,
): boolean {
  const fields = record.map((field) => field?.toLowerCase());
  if (entityType === "segment" && fields.includes("customerid")) return true;
  return fields.length === columns.length && columns.every(({ name }, index) => name.toLowerCase() === fields[index]);
}
