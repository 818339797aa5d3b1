import { answerStatusReport } from "../../shared/http/answerStatusReport";
import { composeStatusReport } from "../../shared/operations/composeStatusReport";
import { INSTANCE_ID } from "../builders/anEvent";
import { statusParts } from "../operations/aStatus";
import { problemOf } from "./problemOf";

const ASKED = { instanceId: INSTANCE_ID, detail: "summary" } as const;

test("a report is answered as it is", () => {
  const report = composeStatusReport(statusParts());
  expect(answerStatusReport(ASKED, { outcome: "reported", report })).toEqual({ status: 200, jsonBody: report });
});

test("an unknown instance is answered 404", async () => {
  expect(await problemOf(() => answerStatusReport(ASKED, { outcome: "unknown-instance" }))).toMatchObject({
    status: 404,
    code: "UnknownInstance",
  });
});

test.each([
  [undefined, 30],
  [7, 7],
])("a source that fails and asks for %j seconds is answered 503 with a Retry-After of %i", async (asked, seconds) => {
  const failure = { kind: "throttled", message: "too many requests" } as const;
  const result = {
    outcome: "source-failed",
    failure: { ...failure, ...(asked && { retryAfterSeconds: asked }) },
  } as const;
  expect(await problemOf(() => answerStatusReport(ASKED, result))).toMatchObject({
    status: 503,
    code: "SourceUnavailable",
    message: expect.stringContaining("too many requests"),
    options: { retryAfterSeconds: seconds },
  });
});
