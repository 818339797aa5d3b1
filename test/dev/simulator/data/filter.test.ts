import { array, assert, constantFrom, oneof, property, string } from "fast-check";
import { parseFilter } from "../../../../dev/simulator/data/filter";
import { QueryError, type Table } from "../../../../dev/simulator/data/table";

const table = {
  qualifiedName: "Customer",
  columns: ["CustomerId", "Points", "CreatedOn"],
  filterable: ["CustomerId", "Points", "CreatedOn"],
} as unknown as Table;

const compare = (column: string, comparison: string, kind: string, value: unknown) => ({
  kind: "compare",
  column,
  comparison,
  literal: { kind, value },
});

test.each([
  ["CustomerId eq 'it''s'", compare("CustomerId", "eq", "text", "it's")],
  ["points le -1.5e2", compare("Points", "le", "number", -150)],
  ["CreatedOn gt 2024-01-01T00:00:00.500Z", compare("CreatedOn", "gt", "time", Date.UTC(2024, 0, 1) + 500)],
  ["CustomerId ne null", compare("CustomerId", "ne", "null", null)],
  ["not CustomerId eq 'a'", { kind: "not", inner: compare("CustomerId", "eq", "text", "a") }],
  ["StartsWith(CustomerId,'a')", { kind: "startswith", column: "CustomerId", part: "a" }],
  ["IsMemberOfSegment('Gold')", { kind: "member", segment: "Gold" }],
])("%s is understood", (filter, expression) => {
  expect(parseFilter(filter, table)).toEqual(expression);
});

test("and binds more closely than or", () => {
  const [a, b, c] = [1, 2, 3].map((value) => compare("Points", "eq", "number", value));
  const right = { kind: "and", left: b, right: c };
  expect(parseFilter("Points eq 1 or Points eq 2 and Points eq 3", table)).toEqual({ kind: "or", left: a, right });
});

test("whatever is written, it is understood or refused with a reason", () => {
  const word = constantFrom(
    "CustomerId",
    "eq",
    "and",
    "or",
    "not",
    "in",
    "(",
    ")",
    ",",
    "'x'",
    "5",
    "null",
    "contains(",
  );
  const filters = oneof(
    string(),
    array(word, { maxLength: 8 }).map((words) => words.join(" ")),
  );
  assert(
    property(filters, (filter) => {
      expect(understands(filter)).toEqual(expect.any(Boolean));
    }),
  );
});

/** Throws whatever is no refusal. */
function understands(filter: string): boolean {
  try {
    parseFilter(filter, table);
    return true;
  } catch (error) {
    if (error instanceof QueryError) return false;
    throw error;
  }
}
