import { brokenCondition, wasWritten } from "../../../shared/storage/table/confirmWrites";
import { type Action, type StoredRow } from "../../../shared/storage/table/table";

const stored = (values: StoredRow["values"], version = "v1"): StoredRow => ({ row: "r", version, values });
const insert: Action = { kind: "insert", row: "r", values: { a: 1, b: undefined } };
const merge: Action = { kind: "merge", row: "r", values: { a: 1 }, version: "v1" };
const remove: Action = { kind: "remove", row: "r", version: "v1" };

test.each([
  ["an insert, equal", insert, stored({ a: 1 }), true],
  ["an insert, another value", insert, stored({ a: 2 }), false],
  ["an insert, a value more", insert, stored({ a: 1, c: 1 }), false],
  ["an insert, no row", insert, undefined, false],
  ["a merge, equal in what it merges", merge, stored({ a: 1, c: 1 }), true],
  ["a merge, another value", merge, stored({ a: "1" }), false],
  ["a removal, no row", remove, undefined, true],
  ["a removal, still there", remove, stored({}), false],
])("after a lost answer: %s", (_, action, row, expected) => {
  expect(wasWritten(action, row, true)).toBe(expected);
});

test("a row that is gone was removed by somebody else when our removal was refused at once", () => {
  expect(wasWritten(remove, undefined, false)).toBe(false);
});

test.each([
  ["an insert of a row that exists", [insert], [stored({})], "exists"],
  ["a merge of a missing row", [merge], [undefined], "missing"],
  ["a merge of a moved row", [merge], [stored({}, "v2")], "moved"],
  ["a removal of a moved row", [remove], [stored({}, "v2")], "moved"],
] as const)("%s cannot be done", (_, actions, rows, found) => {
  expect(brokenCondition(actions, rows)).toEqual({ written: false, action: 0, found });
});

test("the first action that cannot be done is told; when all can, none is", () => {
  const upsert: Action = { kind: "upsert", row: "r", values: {} };
  const any: Action = { kind: "remove", row: "r" };
  expect(brokenCondition([upsert, any, merge, insert], [undefined, stored({}), undefined, stored({})])).toEqual({
    written: false,
    action: 2,
    found: "missing",
  });
  expect(brokenCondition([upsert, any, merge], [stored({}), stored({}), stored({})])).toBeUndefined();
});
