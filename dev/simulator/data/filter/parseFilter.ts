import { type Table } from "../table";
import { QueryError } from "../queryError";
import { createTokenReader, type TokenReader } from "./createTokenReader";
import { COMPARISONS, type Expression } from "./expression";
import { checkType, readColumn, readLiteral } from "./operands";

const TEXT_FUNCTIONS = ["contains", "startswith", "endswith"] as const;

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
