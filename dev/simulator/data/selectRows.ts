import { type Cell, type Row } from "../world/model";
import { columnType } from "./columnType";
import { matches } from "./filter/matches";
import { type QueryOptions } from "./readQuery";
import { type Table } from "./table";

/** The rows that filter and search leave, in order; paging comes after. */
export function selectRows(
  rows: readonly Row[],
  table: Table,
  { filter, search, order }: QueryOptions,
  membersOf: (segment: string) => ReadonlySet<string>,
): readonly Row[] {
  const found = rows.filter(
    (row) =>
      (filter === undefined || matches(row, filter, membersOf)) &&
      (search === undefined || contains(row, table, search)),
  );
  return order.length === 0 ? found : found.toSorted((left, right) => compareRows(left, right, order));
}

function contains(row: Row, { columns }: Table, search: string): boolean {
  const wanted = search.toLowerCase();
  return columns.some(
    (column) =>
      columnType(column) === "Edm.String" &&
      String(row[column] ?? "")
        .toLowerCase()
        .includes(wanted),
  );
}

function compareRows(left: Row, right: Row, order: QueryOptions["order"]): number {
  for (const { column, descending } of order) {
    const result = compareCells(left[column] ?? null, right[column] ?? null);
    if (result !== 0) return descending ? -result : result;
  }
  return 0;
}

/** null comes first. */
function compareCells(left: Cell, right: Cell): number {
  if (left === right) return 0;
  if (left === null) return -1;
  if (right === null) return 1;
  return left < right ? -1 : 1;
}
