import { type HttpResponseInit } from "@azure/functions";
import { ALL_ROUTES } from "../../../shared/http/routes/allRoutes";
import { serveUnknown } from "../../../shared/http/routes/unknownAddress";
import { CodedError } from "../../../shared/model/errors";
import { NO_TRACE } from "../../../shared/model/log";
import { aContext, aHttpRequest } from "../aHttpRequest";

const { handler, methods = [] } = serveUnknown(ALL_ROUTES, () => ({ inSpan: NO_TRACE.inSpan, log: () => undefined }));

function ask(method: string, path: string): Promise<HttpResponseInit> {
  const json = method === "GET" || method === "HEAD" ? "" : "{}";
  return handler(aHttpRequest({ method, headers: {}, params: { path }, json }), aContext().context);
}

const ID = "11111111-1111-4111-8111-111111111111";

test.each([
  "",
  "healt",
  "health/deep",
  "instances//segments",
  `instances/${ID}/segment`,
  `v1/instances/${ID}`,
  "x".repeat(2_000),
  "%2e%2e/admin",
])("the address %j is answered 404 in the form of problems", async (path) => {
  const { status, headers, jsonBody } = await ask("GET", path);
  expect([status, headers]).toEqual([404, {}]);
  expect(jsonBody).toEqual({
    error: { code: "UnknownAddress", message: `There is no address '${path.slice(0, 100)}' here.` },
  });
});

test.each([
  ["POST", "health", "GET, HEAD"],
  ["PUT", `instances/${ID}/entities/Customer/items/1`, "GET, PATCH"],
  ["DELETE", `instances/${ID}/entities/Customer/items`, "GET, POST"],
  ["GET", `instances/${ID}/triggers/unification-completed`, "POST"],
  ["OPTIONS", "subscriptions", "GET"],
  ["POST", "Subscriptions/", "GET"],
  ["POST", "subscriptions/x", "GET, DELETE"],
  ["HEAD", "dead-letters/redrive", "POST"],
])("%s %s is answered 405 and allows %s", async (method, path, allow) => {
  const { status, headers, jsonBody } = await ask(method, path);
  expect([status, headers]).toEqual([405, { allow }]);
  expect(jsonBody).toEqual({
    error: { code: "MethodNotAllowed", message: `This address does not take ${method}, only ${allow}.` },
  });
});

test("every address of a route allows the route's method", async () => {
  for (const { path, method } of ALL_ROUTES) {
    const { headers } = await ask("PUT", path.replaceAll(/\{\w+\}/g, "x"));
    expect(new Headers(headers as Record<string, string>).get("allow")?.split(", ")).toContain(method);
  }
});

test("it answers without settings, too", async () => {
  const unset = serveUnknown(ALL_ROUTES, () => {
    throw new CodedError("invalid-settings", "Wrong settings: X is missing");
  });
  const request = aHttpRequest({ method: "POST", headers: {}, params: { path: "x" } });
  expect((await unset.handler(request, aContext().context)).status).toBe(404);
  expect(methods).toContain("PUT");
});
