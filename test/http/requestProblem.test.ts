import { RequestProblem, invalidFields } from "../../shared/http/requestProblem";

test("wrong fields make one problem: the first is its target, all are in its message and details", () => {
  const problems = [
    { target: "callbackUrl", message: "is required" },
    { target: "dataSourceId", message: "must be a string" },
  ];
  const problem = invalidFields(problems);
  expect(problem).toBeInstanceOf(RequestProblem);
  expect(problem).toMatchObject({
    name: "RequestProblem",
    status: 400,
    code: "InvalidRequest",
    message: "callbackUrl is required; dataSourceId must be a string",
    options: { target: "callbackUrl", details: problems },
  });
});

test("what is wrong with the whole is wrong with the body", () => {
  const problem = invalidFields([{ target: "", message: "must be an object" }]);
  expect(problem).toMatchObject({
    message: "body must be an object",
    options: { target: "body", details: [{ target: "body", message: "must be an object" }] },
  });
});

test("a problem needs no options", () => {
  expect(new RequestProblem(404, "Gone", "Not there.").options).toEqual({});
});
