import { RequestProblem, invalidFields, sourceProblem } from "../../shared/http/problems";
import { type SourceFailure } from "../../shared/model/sourceAnswer";

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

test.each<[Omit<SourceFailure, "message">, number, string, number | undefined]>([
  [{ kind: "throttled", status: 429, retryAfterSeconds: 7 }, 503, "SourceUnavailable", 7],
  [{ kind: "throttled" }, 503, "SourceUnavailable", 30],
  [{ kind: "unavailable", status: 503 }, 503, "SourceUnavailable", 30],
  [{ kind: "unavailable", status: 500, retryAfterSeconds: 9 }, 503, "SourceUnavailable", 9],
  [{ kind: "unavailable", status: 500 }, 502, "SourceFailed", undefined],
  [{ kind: "unauthorized", status: 401 }, 502, "SourceFailed", undefined],
  [{ kind: "rejected", status: 400 }, 502, "SourceFailed", undefined],
  [{ kind: "unreachable" }, 502, "SourceFailed", undefined],
  [{ kind: "malformed", status: 200 }, 502, "SourceAnswerInvalid", undefined],
  [{ kind: "timed-out" }, 504, "SourceTimedOut", undefined],
])(
  "a source that fails with %j is answered %i %s, to be asked again after %j seconds",
  (failure, status, code, wait) => {
    const problem = sourceProblem({ ...failure, message: "the reason" });
    expect(problem).toMatchObject({ status, code, message: expect.stringContaining("the reason") });
    expect(problem.options.retryAfterSeconds).toBe(wait);
  },
);
