import { quantile, renderTable } from "../../bench/report/report";

test.each([
  [[5], 0.5, 5],
  [[4, 1, 3, 2], 0.5, 2],
  [[1, 2, 3, 4, 5], 0.5, 3],
  [Array.from({ length: 100 }, (_, index) => index + 1), 0.99, 99],
  [[1, 2], 0, 1],
  [[], 0.5, Number.NaN],
])("of %j the quantile %d is %d", (values, q, expected) => {
  expect(quantile(values, q)).toBe(expected);
});

test("the table has medians, spread and goals", () => {
  const table = renderTable([{ name: "burst", on: "memory", unit: "per s", values: [1, 300, 20.25], goal: "≥ 5" }]);
  expect(table.split("\n")).toEqual([
    "| measurement | on     | median | least | most | unit  | goal |",
    "| ----------- | ------ | ------ | ----- | ---- | ----- | ---- |",
    "| burst       | memory | 20.3   | 1.00  | 300  | per s | ≥ 5  |",
  ]);
});
