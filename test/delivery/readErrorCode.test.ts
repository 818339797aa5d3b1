import * as fc from "fast-check";
import { readErrorCode } from "../../shared/delivery/readErrorCode";

test.each<[string, string | undefined]>([
  ['{"error":{"code":"WorkflowNotFound","message":"secret"}}', "WorkflowNotFound"],
  [' { "error" : { "code" : "A" } } ', "A"],
  ['{"error":{"code":""}}', undefined],
  ['{"error":{"code":404}}', undefined],
  ['{"error":{"code":null}}', undefined],
  ['{"error":"WorkflowNotFound"}', undefined],
  ['{"error":null}', undefined],
  ['{"error":[]}', undefined],
  ['{"code":"WorkflowNotFound"}', undefined],
  ['{"error":{"code":"Workflow', undefined],
  ["null", undefined],
  ["7", undefined],
  ['"error"', undefined],
  ["<html>", undefined],
  ["", undefined],
])("the answer %j has the code %j", (body, expected) => {
  expect(readErrorCode(body)).toBe(expected);
});

test("a long code is cut to 100 characters", () => {
  expect(readErrorCode(JSON.stringify({ error: { code: "x".repeat(5_000) } }))).toBe("x".repeat(100));
});

test("whatever a receiver answers gives a code or nothing, and never fails", () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.json(),
        fc.json().map((code) => `{"error":{"code":${code}}}`),
      ),
      (body) => {
        expect((readErrorCode(body) ?? "").length).toBeLessThanOrEqual(100);
      },
    ),
  );
});
