import { toCell } from "../../../shared/reads/partitions/toCell";

test.each([
  ["x", "Edm.String", "x"],
  ["", "Edm.String", ""],
  ["7", "Edm.String", "7"],
  ["-7", "Edm.Int32", -7],
  ["007", "edm.int64", 7],
  ["9007199254740991", "Edm.Int64", 9_007_199_254_740_991],
  ["9007199254740993", "Edm.Int64", "9007199254740993"],
  ["7.5", "Edm.Int32", "7.5"],
  ["many", "Edm.Int32", "many"],
  ["1.50", "Edm.Double", 1.5],
  ["1e3", "Edm.Double", 1_000],
  ["1e999", "Edm.Double", "1e999"],
  ["NaN", "Edm.Double", "NaN"],
  ["0x10", "Edm.Double", "0x10"],
  [" 1", "Edm.Double", " 1"],
  ["12345678901234.5", "Edm.Decimal", 12_345_678_901_234.5],
  ["1234567890123456.5", "Edm.Decimal", "1234567890123456.5"],
  ["TRUE", "Edm.Boolean", true],
  ["false", "Edm.Boolean", false],
  ["1", "Edm.Boolean", "1"],
  ["2026-01-05T08:00:00Z", "Edm.DateTimeOffset", "2026-01-05T08:00:00Z"],
])("%j of %s is %j", (text, type, value) => {
  expect(toCell(text, type)).toBe(value);
});

test.each(["Edm.String", "Edm.Int64", "Edm.Boolean", "Edm.Nothing"])("what is absent is null, as %s too", (type) => {
  expect(toCell(null, type)).toBeNull();
});
