import { sortByName } from "../../../shared/reads/lookups/sortByName";

const sort = (names: readonly string[]): string[] => sortByName(names, (name) => name);

test.each([
  [
    ["order 10", "Order 9", "order 1"],
    ["order 1", "Order 9", "order 10"],
  ],
  [
    ["Zebra", "apple", "Ärger", "Banana"],
    ["apple", "Ärger", "Banana", "Zebra"],
  ],
  [
    ["a", "A", "á"],
    ["A", "a", "á"],
  ],
  [[], []],
])("%j is sorted as people sort: %j", (names, sorted) => {
  expect(sort(names)).toEqual(sorted);
});

test("the order does not depend on the order before, and the list given stays as it is", () => {
  const names = Object.freeze(["b", "B", "a", "á", "A", "10", "9"]);
  expect(sort(names.toReversed())).toEqual(sort(names));
});
