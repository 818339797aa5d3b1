import { toErrorTarget } from "../../../shared/source/transport/toErrorTarget";

test.each<[unknown, string | undefined]>([
  [{ errorCode: "BadRequest", target: "$filter" }, "$filter"],
  [{ error: { code: "BadRequest", target: "$orderby" } }, "$orderby"],
  [{ Error: { Target: "entityName" } }, "entityName"],
  [{ error: { target: null } }, undefined],
  [{ target: "a whole sentence" }, undefined],
  [{ target: "x".repeat(101) }, undefined],
  [{ target: { a: 1 } }, undefined],
  [[], undefined],
])("the error %j is about %j", (body, target) => {
  expect(toErrorTarget(JSON.stringify(body))).toBe(target);
});

test("what is no JSON is about nothing", () => {
  expect(toErrorTarget("<html>")).toBeUndefined();
});
