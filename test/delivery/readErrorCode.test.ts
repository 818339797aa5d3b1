import * as fc from "fast-check";
import { readErrorCode } from "../../shared/delivery/readErrorCode";

const URL = "https://prod-01.westeurope.logic.azure.com:443/workflows/1f2e3d4c5b6a/run?sp=%2Frun&sig=aB3%2Bd5F7h9J1";

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
  expect(readErrorCode(body, URL)).toBe(expected);
});

test("a long code is cut to 100 characters", () => {
  expect(readErrorCode(JSON.stringify({ error: { code: "x".repeat(5_000) } }), URL)).toBe("x".repeat(100));
});

test.each([
  ["the whole address", URL],
  ["the signature", "aB3%2Bd5F7h9J1"],
  ["the signature, decoded", "aB3+d5F7h9J1"],
  ["the signature among other words", "InvalidSignature: aB3%2Bd5F7h9J1"],
  ["part of the signature", "3%2Bd5F7h9"],
  ["the signature beyond what would be kept", `${"x".repeat(95)}aB3%2Bd5F7h9J1`],
  ["the workflow's id", "1f2e3d4c5b6a"],
])("a code that repeats %s is not kept", (_, code) => {
  expect(readErrorCode(JSON.stringify({ error: { code } }), URL)).toBeUndefined();
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
        expect((readErrorCode(body, URL) ?? "").length).toBeLessThanOrEqual(100);
      },
    ),
  );
});
