import { type ToItem, createNotes, toItems } from "../../../shared/source/answer/objectReader";
import { toText } from "../../../shared/source/answer/values";
import { aNote } from "./aNote";

const toItem: ToItem<string> = (seen, at, note) => {
  const text = toText(seen);
  if (!text) note(at, seen);
  return text;
};

test.each<[string, unknown, string[] | undefined, string[]]>([
  ["a bare list", ["a", "b"], ["a", "b"], []],
  ["a wrapped list", { value: ["a"] }, ["a"], []],
  ["a wrapped list in PascalCase", { Value: ["a"] }, ["a"], []],
  ["null", null, [], []],
  ["a wrapped null", { value: null }, [], []],
  ["a list with an unusable item", ["a", {}, "b"], ["a", "b"], ["items[1]"]],
  ["a list that goes on elsewhere", { value: ["a"], "@odata.nextLink": "x" }, ["a"], ["items.@odata.nextLink"]],
  ["an object", {}, undefined, []],
  ["a wrapped object", { value: {} }, undefined, []],
  ["a text", "a", undefined, []],
  ["a number", 5, undefined, []],
])("%s is read as far as it is a list", (_name, seen, items, noted) => {
  const { note, places } = aNote();
  expect(toItems(seen, { path: "items", note, toItem })).toEqual(items);
  expect(places).toEqual(noted);
});

test("of many notes the first fifty are kept and the others counted", () => {
  const { note, unusable } = createNotes();
  for (let index = 0; index < 60; index += 1) note(`items[${index}]`, null);
  expect(unusable()).toHaveLength(51);
  expect(unusable()[49]).toEqual({ what: "items[49]", seen: "absent" });
  expect(unusable()[50]).toEqual({ what: "others", seen: "10 more" });
});
