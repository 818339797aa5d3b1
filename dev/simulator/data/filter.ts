/** The parser of `$filter`. */
import { type Token, type TokenReader, createTokenReader } from "./filterTokens";
import { type ColumnType, QueryError, type Table, columnType } from "./table";

const COMPARISONS = ["eq", "ne", "gt", "ge", "lt", "le"] as const;

export type Comparison = (typeof COMPARISONS)[number];

export type Literal =
  | { readonly kind: "text"; readonly value: string }
  | { readonly kind: "number"; readonly value: number }
  /** A time in milliseconds since 1970. */
  | { readonly kind: "time"; readonly value: number }
  | { readonly kind: "boolean"; readonly value: boolean }
  | { readonly kind: "null"; readonly value: null };

/** A parsed `$filter`; columns are written as the table has them. */
export type Expression =
  | { readonly kind: "and" | "or"; readonly left: Expression; readonly right: Expression }
  | { readonly kind: "not"; readonly inner: Expression }
  | { readonly kind: "compare"; readonly column: string; readonly comparison: Comparison; readonly literal: Literal }
  | { readonly kind: "in"; readonly column: string; readonly literals: readonly Literal[] }
  | { readonly kind: "contains" | "startswith" | "endswith"; readonly column: string; readonly part: string }
  | { readonly kind: "member"; readonly segment: string };

/** Parses a `$filter` on a table. Throws a `QueryError` for what OData or this table does not allow. */
export function parseFilter(filter: string, table: Table): Expression {
  const reader = createTokenReader(filter);
  const expression = parseOr(reader, table);
  if (reader.peek()) throw new QueryError(400, "$filter", `Syntax error at '${reader.peek()?.text}' in '${filter}'.`);
  return expression;
}

function parseOr(reader: TokenReader, table: Table): Expression {
  let left = parseAnd(reader, table);
  while (reader.takeWord("or")) left = { kind: "or", left, right: parseAnd(reader, table) };
  return left;
}

function parseAnd(reader: TokenReader, table: Table): Expression {
  let left = parseNot(reader, table);
  while (reader.takeWord("and")) left = { kind: "and", left, right: parseNot(reader, table) };
  return left;
}

function parseNot(reader: TokenReader, table: Table): Expression {
  return reader.takeWord("not") ? { kind: "not", inner: parseNot(reader, table) } : parseTerm(reader, table);
}

function parseTerm(reader: TokenReader, table: Table): Expression {
  if (reader.takeSign("(")) {
    const inner = parseOr(reader, table);
    reader.expectSign(")");
    return inner;
  }
  const name = reader.expectWord();
  return reader.takeSign("(") ? parseFunction(name, reader, table) : parseComparison(name, reader, table);
}

const TEXT_FUNCTIONS = ["contains", "startswith", "endswith"] as const;

function parseFunction(name: string, reader: TokenReader, table: Table): Expression {
  if (name.toLowerCase() === "ismemberofsegment") {
    const segment = reader.expectText();
    reader.expectSign(")");
    return { kind: "member", segment };
  }
  const kind = TEXT_FUNCTIONS.find((known) => known === name.toLowerCase());
  if (!kind) throw new QueryError(400, "$filter", `An unknown function with name '${name}' was found.`);
  const column = readColumn(reader.expectWord(), table);
  reader.expectSign(",");
  const part = reader.expectText();
  reader.expectSign(")");
  checkType(column, { kind: "text", value: part });
  return { kind, column, part };
}

/** The column as the table writes it; the source takes it in any case, but filters only on indexed columns. */
function readColumn(name: string, table: Table): string {
  const isIt = (column: string): boolean => column.toLowerCase() === name.toLowerCase();
  const column = table.columns.find(isIt);
  if (column === undefined)
    throw new QueryError(400, "$filter", `Could not find a property named '${name}' on type '${table.qualifiedName}'.`);
  if (!table.filterable.includes(column))
    throw new QueryError(400, "$filter", `The property '${column}' of '${table.qualifiedName}' is not filterable.`);
  return column;
}

const LITERAL_KINDS: Readonly<Record<ColumnType, Literal["kind"]>> = {
  "Edm.String": "text",
  "Edm.Int64": "number",
  "Edm.Double": "number",
  "Edm.Boolean": "boolean",
  "Edm.DateTimeOffset": "time",
};

/** Everything can be compared with null, anything else with values of its own type only. */
function checkType(column: string, literal: Literal): void {
  const type = columnType(column);
  if (literal.kind !== "null" && literal.kind !== LITERAL_KINDS[type])
    throw new QueryError(
      400,
      "$filter",
      `'${column}' is of type '${type}' and cannot be compared with a ${literal.kind}.`,
    );
}

function parseComparison(name: string, reader: TokenReader, table: Table): Expression {
  const column = readColumn(name, table);
  const operator = reader.expectWord().toLowerCase();
  if (operator === "in") return { kind: "in", column, literals: parseList(column, reader) };
  const comparison = COMPARISONS.find((known) => known === operator);
  if (!comparison) throw new QueryError(400, "$filter", `'${operator}' is no operator of $filter.`);
  const literal = readLiteral(reader.next());
  checkType(column, literal);
  return { kind: "compare", column, comparison, literal };
}

function parseList(column: string, reader: TokenReader) {
  reader.expectSign("(");
  const literals = [readLiteral(reader.next())];
  while (reader.takeSign(",")) literals.push(readLiteral(reader.next()));
  reader.expectSign(")");
  for (const literal of literals) checkType(column, literal);
  return literals;
}

function readLiteral({ kind, text }: Token): Literal {
  if (kind === "text") return { kind, value: text };
  if (kind === "number") return { kind, value: Number(text) };
  if (kind === "time") return { kind, value: Date.parse(text) };
  if (text === "true" || text === "false") return { kind: "boolean", value: text === "true" };
  if (text === "null") return { kind: "null", value: null };
  throw new QueryError(400, "$filter", `'${text}' is no value; texts are written in quotes.`);
}
