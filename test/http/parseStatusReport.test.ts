import { type HttpRequest } from "@azure/functions";
import { parseStatusReport } from "../../shared/http/parseStatusReport";
import { aCaller } from "../builders/aCaller";
import { INSTANCE_ID } from "../builders/anEvent";
import { aHttpRequest } from "./aHttpRequest";
import { problemOf } from "./problemOf";

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
