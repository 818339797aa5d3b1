/** The selection of rows by filter and search, and their order. */
import { type Cell, type Row } from "../world/model";
import { type Comparison, type Expression, type Literal } from "./filter";
import { type QueryOptions } from "./query";
import { type Table, columnType } from "./table";

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

/** `membersOf` gives the customer ids of a segment. */
function matches(row: Row, expression: Expression, membersOf: (segment: string) => ReadonlySet<string>): boolean {
  const isMatch = (part: Expression): boolean => matches(row, part, membersOf);
  if ("left" in expression)
    return expression.kind === "and"
      ? isMatch(expression.left) && isMatch(expression.right)
      : isMatch(expression.left) || isMatch(expression.right);
  if (expression.kind === "not") return !isMatch(expression.inner);
  if (expression.kind === "member") return membersOf(expression.segment).has(String(row["CustomerId"]));
  return matchesCell(row, expression);
}

type CellExpression = Extract<Expression, { column: string }>;

function matchesCell(row: Row, expression: CellExpression): boolean {
  const value = cellValue(row, expression.column);
  if (expression.kind === "compare") return compares(value, expression.comparison, expression.literal);
  if (expression.kind === "in") return expression.literals.some((literal) => compares(value, "eq", literal));
  const text = String(value ?? "").toLowerCase();
  const part = expression.part.toLowerCase();
  if (expression.kind === "contains") return text.includes(part);
  return expression.kind === "startswith" ? text.startsWith(part) : text.endsWith(part);
}

type Value = string | number | boolean | null;

/** Times are compared as instants. */
function cellValue(row: Row, column: string): Value {
  const cell = row[column] ?? null;
  return columnType(column) === "Edm.DateTimeOffset" && typeof cell === "string" ? Date.parse(cell) : cell;
}

function compares(value: Value, comparison: Comparison, { value: literal }: Literal): boolean {
  if (comparison === "eq") return value === literal;
  if (comparison === "ne") return value !== literal;
  if (value === null || literal === null) return false;
  if (comparison === "gt") return value > literal;
  if (comparison === "ge") return value >= literal;
  return comparison === "lt" ? value < literal : value <= literal;
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
