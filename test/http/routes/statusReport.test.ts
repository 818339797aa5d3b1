import { type HttpRequest } from "@azure/functions";
import { answerStatusReport, parseStatusReport } from "../../../shared/http/routes/statusReport";
import { composeStatusReport } from "../../../shared/operations/statusReport";
import { aCaller } from "../../builders/aCaller";
import { INSTANCE_ID } from "../../builders/anEvent";
import { statusParts } from "../../operations/aStatus";
import { aHttpRequest } from "../aHttpRequest";
import { problemOf } from "../problemOf";

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

test("a report without CI's half is answered 200 as well: an operator needs it just then", () => {
  const failure = { kind: "throttled", message: "too many requests", retryAfterSeconds: 7 } as const;
  const report = composeStatusReport(statusParts({ source: failure }));
  const answer = answerStatusReport(ASKED, { outcome: "reported", report });
  expect(answer).toMatchObject({ status: 200, jsonBody: { source: { reachable: false, reason: "throttled" } } });
  expect(JSON.stringify(answer)).not.toContain("too many");
});

/** `query` as in an address, repeated parameters too. */
function asking(query: string, instanceId = INSTANCE_ID): HttpRequest {
  const request = aHttpRequest({ method: "GET", params: { instanceId } });
  for (const [name, value] of new URLSearchParams(query)) request.query.append(name, value);
  return request;
}

test.each([
  ["", "summary"],
  ["?detail=summary", "summary"],
  ["?detail=full", "full"],
  ["?code=key&detail=full", "full"],
])("the query '%s' asks for the %s", (query, detail) => {
  expect(parseStatusReport(asking(query), aCaller())).toEqual({ instanceId: INSTANCE_ID, detail });
});

test.each(["?detail=", "?detail=Full", "?detail=all", "?detail=summary&detail=full"])(
  "the query '%s' is refused and names the parameter",
  async (query) => {
    expect(await problemOf(() => parseStatusReport(asking(query), aCaller()))).toMatchObject({
      status: 400,
      message: "detail must be one of summary, full, once",
      options: { target: "detail" },
    });
  },
);

test("an instance in upper case is the same instance; one that is no uuid is unknown", async () => {
  expect(parseStatusReport(asking("", INSTANCE_ID.toUpperCase()), aCaller())).toMatchObject({
    instanceId: INSTANCE_ID,
  });
  expect(await problemOf(() => parseStatusReport(asking("", "x"), aCaller()))).toMatchObject({
    status: 404,
    options: { target: "instanceId" },
  });
});
