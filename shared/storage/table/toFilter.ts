import { type Condition, type ListOptions, type RowRange } from "./table";

/** One partition's rows as an OData filter; every literal is quoted and its quotes doubled. */
export function toFilter(partition: string, { from, before }: RowRange, where: ListOptions["where"] = []): string {
  const clauses = [
    `PartitionKey eq ${quote(partition)}`,
    `RowKey ge ${quote(from)}`,
    `RowKey lt ${quote(before)}`,
    ...[where].flat().map((each) => toClause(each)),
  ];
  return clauses.join(" and ");
}

function toClause(where: Condition): string {
  if ("atMost" in where) return `${where.property} le ${quote(where.atMost)}`;
  const { equals } = where;
  return `${where.property} eq ${typeof equals === "boolean" ? String(equals) : quote(equals)}`;
}

/** A text as an OData literal. */
export function quote(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
