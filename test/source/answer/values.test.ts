import { field } from "../../../shared/source/answer/values";

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
