import { toMeasureValues } from "../../../shared/source/reading/toMeasureValues";
import { aNote } from "./aNote";

test.each<[string, unknown, unknown, string[]]>([
  ["one number", { value: [{ Revenue: 12.5 }] }, { Revenue: 12.5 }, []],
  ["a number written as a text", { value: [{ Revenue: "12.5" }] }, { Revenue: "12.5" }, []],
  ["other columns and annotations", { value: [{ "@odata.count": 1, Name: "All", Revenue: 1 }] }, { Revenue: 1 }, []],
  ["several numbers", { value: [{ Revenue: 1, Orders: 2 }] }, { Revenue: 1, Orders: 2 }, []],
  ["a bare list", [{ Revenue: 1 }], { Revenue: 1 }, []],
  ["no row", { value: [] }, {}, ["rows"]],
  ["several rows", { value: [{ Revenue: 1 }, { Revenue: 2 }] }, {}, ["rows"]],
  ["a row without a number", { value: [{ Revenue: null, Name: "x" }] }, {}, ["rows"]],
  ["a row that is none", { value: [7] }, {}, ["rows"]],
  ["no table", { message: "fine" }, undefined, []],
])("a table with %s", (_name, json, expected, noted) => {
  const { note, places } = aNote();
  expect(toMeasureValues(json, note)).toEqual(expected);
  expect(places).toEqual(noted);
});

test("a table that goes on elsewhere still has its first row", () => {
  const { note, places } = aNote();
  expect(toMeasureValues({ value: [{ Revenue: 1 }], "@odata.nextLink": "https://a/b" }, note)).toEqual({ Revenue: 1 });
  expect(places).toEqual([]);
});
