import { type HttpResponseInit } from "@azure/functions";
import * as fc from "fast-check";
import { type Reply, answerAnyone } from "../../shared/http/answerAnyone";
import { RequestProblem, invalidFields } from "../../shared/http/problems";
import { CodedError } from "../../shared/model/errors";
import { unseen } from "../builders/unseen";
import { type LoggedLine, aContext, aHttpRequest } from "./aHttpRequest";

async function answering(
  handle: (reply: Reply) => Promise<HttpResponseInit>,
): Promise<{ response: HttpResponseInit; logged: LoggedLine[]; line: Record<string, unknown> }> {
  const { context, logged } = aContext();
  const response = await answerAnyone(aHttpRequest(), context, unseen, handle);
  return { response, logged, line: JSON.parse(logged[0]?.text ?? "{}") as Record<string, unknown> };
}

const INTERNAL = {
  status: 500,
  headers: {},
  jsonBody: {
    error: { code: "InternalError", message: "The service has failed; its administrator finds the cause in its logs." },
  },
};

test("a success is passed on and logged", async () => {
  const { response, logged, line } = await answering(() =>
    Promise.resolve({ status: 201, headers: { location: "secret" } }),
  );
  expect(response).toEqual({ status: 201, headers: { location: "secret" } });
  expect(logged).toEqual([{ level: "information", text: expect.any(String) }]);
  expect(line).toEqual({
    name: "request.answered",
    route: "subscribe",
    method: "POST",
    status: 201,
    durationMs: expect.any(Number),
  });
});

test.each<[string, () => Promise<HttpResponseInit>, number]>([
  ["a success", () => Promise.resolve({ status: 200, headers: { "x-own": "1", "x-both": "own" } }), 200],
  ["a problem", () => Promise.reject(new RequestProblem(404, "Unknown", "No.")), 404],
  ["a failure", () => Promise.reject(new Error("unexpected")), 500],
])("what a handler adds beforehand is in the answer and the log line of %s", async (_, end, status) => {
  const { response, line } = await answering((reply) => {
    reply.note({ connection: "c1" });
    reply.addHeaders({ "x-added": "1", "x-both": "added" });
    return end();
  });
  const both = status === 200 ? { "x-own": "1", "x-both": "own" } : { "x-both": "added" };
  expect(response).toMatchObject({ status, headers: { "x-added": "1", ...both } });
  expect(line).toMatchObject({ status, connection: "c1" });
});

test("a problem is answered in the form of the REST guidelines and logged", async () => {
  const { response, logged, line } = await answering(() =>
    Promise.reject(
      invalidFields([
        { target: "callbackUrl", message: "is required" },
        { target: "x", message: "is not a known field" },
      ]),
    ),
  );
  expect(response).toEqual({
    status: 400,
    headers: {},
    jsonBody: {
      error: {
        code: "InvalidRequest",
        message: "callbackUrl is required; x is not a known field",
        target: "callbackUrl",
        details: [
          { code: "InvalidField", target: "callbackUrl", message: "is required" },
          { code: "InvalidField", target: "x", message: "is not a known field" },
        ],
      },
    },
  });
  expect(logged).toEqual([{ level: "information", text: expect.any(String) }]);
  expect(line).toMatchObject({ status: 400, code: "InvalidRequest", target: "callbackUrl" });
});

test("a problem without target and details has neither in its answer", async () => {
  const { response } = await answering(() =>
    Promise.reject(new RequestProblem(404, "UnknownTrigger", "There is no such trigger.")),
  );
  expect(response.jsonBody).toEqual({ error: { code: "UnknownTrigger", message: "There is no such trigger." } });
});

test("a wait is told in whole seconds, never less", async () => {
  const { response } = await answering(() =>
    Promise.reject(new RequestProblem(429, "TooManyCalls", "Wait.", { retryAfterSeconds: 1.2 })),
  );
  expect(response.headers).toEqual({ "retry-after": "2" });
});

test("storage that does not answer is a 503 with Retry-After, and an error in the log with its cause", async () => {
  const cause = new Error("connect ECONNREFUSED");
  const { response, logged, line } = await answering(() =>
    Promise.reject(new CodedError("storage-unavailable", "table Subscriptions", { target: "Subscriptions", cause })),
  );
  expect(response).toMatchObject({
    status: 503,
    headers: { "retry-after": "10" },
    jsonBody: { error: { code: "StorageUnavailable" } },
  });
  expect(JSON.stringify(response)).not.toMatch(/ECONNREFUSED|Subscriptions/);
  expect(logged).toEqual([{ level: "error", text: expect.any(String) }]);
  expect(line).toMatchObject({
    status: 503,
    error: { code: "storage-unavailable", target: "Subscriptions", cause: expect.stringContaining("ECONNREFUSED") },
  });
});

test.each(["invalid-settings", "invalid-task", "invalid-row", "undecryptable"] as const)(
  "the fault %s is a 500 without details, and an error in the log",
  async (code) => {
    const { response, logged, line } = await answering(() =>
      Promise.reject(new CodedError(code, "details for the operator")),
    );
    expect(response).toEqual(INTERNAL);
    expect(logged).toEqual([{ level: "error", text: expect.any(String) }]);
    expect(line).toMatchObject({ status: 500, error: { code, message: "details for the operator" } });
  },
);

test("an unexpected error is a 500 without details, and its stack is in the log", async () => {
  const { response, line } = await answering(() => Promise.reject(new TypeError("x is not a function")));
  expect(response).toEqual(INTERNAL);
  expect(line).toMatchObject({
    status: 500,
    error: { message: "x is not a function", stack: expect.stringContaining("answerAnyone.test.ts") },
  });
});

test("a handler that throws before it begins is answered too", async () => {
  const { response } = await answering(() => {
    throw new Error("at once");
  });
  expect(response).toEqual(INTERNAL);
});

test("whatever is thrown is answered and logged once", async () => {
  // Typed as what should be thrown: the linter keeps everything else from being thrown on purpose.
  const anything = fc.anything({
    withNullPrototype: true,
    withBigInt: true,
    withSparseArray: true,
  }) as fc.Arbitrary<Error>;
  await fc.assert(
    fc.asyncProperty(anything, async (thrown) => {
      const { response, logged } = await answering(() => Promise.reject(thrown));
      expect(response).toEqual(INTERNAL);
      expect(logged).toHaveLength(1);
    }),
  );
});

test("no log line holds what a caller sent: key, callback URL, answer", async () => {
  const handlers = [
    () =>
      Promise.resolve({ status: 201, headers: { location: "canary-location" }, jsonBody: { secret: "canary-body" } }),
    () => Promise.reject(invalidFields([{ target: "callbackUrl", message: "is not an absolute URL" }])),
    () => Promise.reject(new CodedError("storage-unavailable", "no answer")),
    () => Promise.reject(new Error("unexpected")),
  ];
  for (const handle of handlers) {
    const { logged } = await answering(handle);
    expect(logged.map(({ text }) => text).join(" ")).not.toContain("canary");
  }
});
