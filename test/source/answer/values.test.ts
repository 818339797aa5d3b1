import { describeValue, readInstant, toStatus } from "../../../shared/source/answer/objectReader";
import { field, toId, toText } from "../../../shared/source/answer/values";
import { aNote } from "./aNote";

test.each([
  ["as the contract spells it", { jobId: "a" }, "a"],
  ["in PascalCase", { JobId: "a" }, "a"],
  ["in capitals", { JOBID: "a" }, "a"],
  ["spelled exactly before another casing", { JobId: "b", jobId: "a" }, "a"],
  ["in another casing when the exact one is null", { jobId: null, JobId: "a" }, "a"],
  ["null", { jobId: null }, undefined],
  ["absent", {}, undefined],
  ["false, which is there", { jobId: false }, false],
])("a property is found when it is %s", (_name, holder, expected) => {
  expect(field(holder, "jobId")).toBe(expected);
});

test.each([null, undefined, 5, "text", [{ jobId: "a" }]])("%j has no properties", (holder) => {
  expect(field(holder, "jobId")).toBeUndefined();
});

test("what every object inherits is no property of an answer", () => {
  expect(field({}, "constructor")).toBeUndefined();
  expect(field(JSON.parse('{"__proto__":{"jobId":"a"}}'), "jobId")).toBeUndefined();
});

test.each<[unknown, string | undefined, string[]]>([
  ["2026-11-20T02:52:40.9000001Z", "2026-11-20T02:52:40.9000001Z", []],
  ["2026-11-20T02:52:40.9Z", "2026-11-20T02:52:40.9000000Z", []],
  ["2026-11-20T02:52:40", "2026-11-20T02:52:40.0000000Z", []],
  [undefined, undefined, []],
  ["", undefined, []],
  ["0001-01-01T00:00:00", undefined, []],
  ["0001-01-01T00:00:00Z", undefined, []],
  ["1601-01-01T00:00:00Z", undefined, []],
  ["1969-12-31T23:59:59Z", undefined, []],
  ["9999-12-31T23:59:59.9999999Z", undefined, []],
  ["9998-12-31T23:59:59Z", "9998-12-31T23:59:59.0000000Z", []],
  ["yesterday", undefined, ["at"]],
  ["2026-11-20T02:52:40+02:00", "2026-11-20T00:52:40.0000000Z", []],
  ["2026-11-20T02:52:40 CET", undefined, ["at"]],
  ["2026-11-20T02:52:40 CET", undefined, ["at"]],
  [1763607160, undefined, ["at"]],
])("the time %j is read as %j, noted: %j", (seen, expected, noted) => {
  const { note, places } = aNote();
  expect(readInstant(seen, "at", note)).toBe(expected);
  expect(places).toEqual(noted);
});

test.each([
  ["successful", "successful"],
  ["Successful", "successful"],
  ["TimedOut", "timedout"],
  ["timed_out", "timedout"],
  ["Timed Out", "timedout"],
  ["needsUpdate", "needsupdate"],
  ["SKIPPED", "skipped"],
  ["paused", undefined],
  ["unknown", undefined],
  [7, undefined],
  [null, undefined],
])("the status %j is %j", (seen, expected) => {
  expect(toStatus(seen)).toBe(expected);
});

test.each([
  [" D8D3B26A-A8AD ", "d8d3b26a-a8ad"],
  [12, "12"],
  ["", undefined],
  ["x".repeat(128), "x".repeat(128)],
  ["x".repeat(129), undefined],
  [{}, undefined],
])("the id %j is %j", (seen, expected) => {
  expect(toId(seen)).toBe(expected);
});

test.each([
  ["Loyalty ", "Loyalty"],
  [1.5, "1.5"],
  [Number.NaN, undefined],
  ["  ", undefined],
  [true, undefined],
  [["a"], undefined],
])("the text %j is %j", (seen, expected) => {
  expect(toText(seen)).toBe(expected);
});

test.each<[unknown, string]>([
  [undefined, "absent"],
  [null, "absent"],
  ["paused", '"paused"'],
  ["2026-11-20T02:52:40+02:00", '"2026-11-20T02:52:40+02:00"'],
  ["Ada Lovelace", "text of 12 characters"],
  ["ada@contoso.example", "text of 19 characters"],
  ["x".repeat(41), "text of 41 characters"],
  [["Ada"], "list of 1"],
  [{ name: "Ada" }, "object"],
  [5, "5"],
  [false, "false"],
])("%j is described as %s", (value, expected) => {
  expect(describeValue(value)).toBe(expected);
});
