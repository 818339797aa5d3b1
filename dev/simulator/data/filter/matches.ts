import { type Row } from "../../world/model";
import { columnType } from "../columnType";
import { type Comparison, type Expression, type Literal } from "./expression";

/** `membersOf` gives the customer ids of a segment. */
export function matches(
  row: Row,
  expression: Expression,
  membersOf: (segment: string) => ReadonlySet<string>,
): boolean {
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
  const value = valueOf(row, expression.column);
  if (expression.kind === "compare") return compares(value, expression.comparison, expression.literal);
  if (expression.kind === "in") return expression.literals.some((literal) => compares(value, "eq", literal));
  const text = String(value ?? "").toLowerCase();
  const part = expression.part.toLowerCase();
  if (expression.kind === "contains") return text.includes(part);
  return expression.kind === "startswith" ? text.startsWith(part) : text.endsWith(part);
}

type Value = string | number | boolean | null;

/** Times are compared as instants. */
function valueOf(row: Row, column: string): Value {
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
