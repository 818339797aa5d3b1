import { toFilter } from "../../../shared/storage/table/toFilter";

const RANGE = { from: "a", before: "b" };

test("a partition's range of rows is a filter", () => {
  expect(toFilter("p", RANGE)).toBe("PartitionKey eq 'p' and RowKey ge 'a' and RowKey lt 'b'");
});

test.each([
  [{ property: "live", equals: true }, "live eq true"],
  [{ property: "name", equals: "it's" }, "name eq 'it''s'"],
  [{ property: "dueAt", atMost: "2026-11-20T10:00:00.0000000Z" }, "dueAt le '2026-11-20T10:00:00.0000000Z'"],
])("a condition %j is a clause", (where, clause) => {
  expect(toFilter("p", RANGE, where)).toBe(`PartitionKey eq 'p' and RowKey ge 'a' and RowKey lt 'b' and ${clause}`);
});

test("several conditions all hold", () => {
  const where = [
    { property: "trigger", equals: "x" },
    { property: "redriven", equals: false },
  ];
  expect(toFilter("p", RANGE, where)).toMatch(/ and trigger eq 'x' and redriven eq false$/);
});

test("quotes cannot leave their literal", () => {
  expect(toFilter("p' or true or '", { from: "'", before: "''" })).toBe(
    "PartitionKey eq 'p'' or true or ''' and RowKey ge '''' and RowKey lt ''''''",
  );
});
