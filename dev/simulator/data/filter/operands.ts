import { columnType, type ColumnType } from "../columnType";
import { QueryError } from "../queryError";
import { type Table } from "../table";
import { type Literal } from "./expression";
import { type Token } from "./tokenize";

/** The column as the table writes it; the source takes it in any case, but filters only on indexed columns. */
export function readColumn(name: string, table: Table): string {
  const isIt = (column: string): boolean => column.toLowerCase() === name.toLowerCase();
  const column = table.columns.find(isIt);
  if (column === undefined)
    throw new QueryError(400, "$filter", `Could not find a property named '${name}' on type '${table.qualifiedName}'.`);
  if (!table.filterable.includes(column))
    throw new QueryError(400, "$filter", `The property '${column}' of '${table.qualifiedName}' is not filterable.`);
  return column;
}

export function readLiteral({ kind, text }: Token): Literal {
  if (kind === "text") return { kind, value: text };
  if (kind === "number") return { kind, value: Number(text) };
  if (kind === "time") return { kind, value: Date.parse(text) };
  if (text === "true" || text === "false") return { kind: "boolean", value: text === "true" };
  if (text === "null") return { kind: "null", value: null };
  throw new QueryError(400, "$filter", `'${text}' is no value; texts are written in quotes.`);
}

const LITERAL_KINDS: Readonly<Record<ColumnType, Literal["kind"]>> = {
  "Edm.String": "text",
  "Edm.Int64": "number",
  "Edm.Double": "number",
  "Edm.Boolean": "boolean",
  "Edm.DateTimeOffset": "time",
};

/** Everything can be compared with null, anything else with values of its own type only. */
export function checkType(column: string, literal: Literal): void {
  const type = columnType(column);
  if (literal.kind !== "null" && literal.kind !== LITERAL_KINDS[type])
    throw new QueryError(
      400,
      "$filter",
      `'${column}' is of type '${type}' and cannot be compared with a ${literal.kind}.`,
    );
}
