import { request as send, type IncomingHttpHeaders } from "node:http";
import { type FixtureHost, startFixture } from "./startFixture";

let host: FixtureHost;
beforeAll(async () => {
  host = await startFixture({
    env: { "AzureWebJobs.hidden.Disabled": "true", FUNCTIONS_REQUEST_BODY_SIZE_LIMIT: "1000" },
    args: ["--cors", "http://allowed.example"],
  });
});
afterAll(async () => {
  await host.stop();
});

const call = (path: string, init?: RequestInit): Promise<Response> => fetch(host.url + path, init);
const echo = async (path: string, init?: RequestInit): Promise<unknown> => (await call(path, init)).json();

test("a request arrives with its url, route values, joined query and body", async () => {
  const init = { method: "POST", body: "hello", headers: { "x-test": "1" } };
  expect(await echo("/API/echo/5?x=1&X=2&y=a%20b", init)).toEqual({
    url: `${host.url}/API/echo/5?x=1&X=2&y=a%20b`,
    method: "POST",
    params: { id: "5" },
    query: [
      ["x", "1,2"],
      ["y", "a b"],
    ],
    header: "1",
    body: "hello",
  });
});

interface RawAnswer {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** A request as `fetch` will not send it. */
function sendRaw(path: string, method: string, write: (request: ReturnType<typeof send>) => void): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const request = send(host.url + path, { method }, (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (part: string) => (text += part));
      response.on("end", () => resolve({ status: response.statusCode, headers: response.headers, text }));
    });
    request.on("error", reject);
    write(request);
    request.end();
  });
}

test("a chunked request has no body, as in Azure", async () => {
  const { text } = await sendRaw("/api/echo/5", "POST", (request) => request.write("hello"));
  expect(JSON.parse(text)).toMatchObject({ body: "" });
});

test("repeated headers are joined with a comma alone", async () => {
  const { text } = await sendRaw("/api/echo/5", "GET", (request) => request.setHeader("x-test", ["1", "2"]));
  expect(JSON.parse(text)).toMatchObject({ header: "1,2" });
});

test.each([
  ["GET", "/api/nothing", 204, ""],
  ["GET", "/api/empty", 200, ""],
  ["GET", "/api/throws", 500, ""],
  ["GET", "/api/badCookie", 500, ""],
  ["GET", "/api/guarded", 200, "in"],
  ["GET", "/api/hidden", 404, ""],
  ["GET", "/api/unknown", 404, ""],
  ["GET", "/api/echo/x", 404, ""],
  ["PUT", "/api/nothing", 404, ""],
  ["HEAD", "/api/nothing", 404, ""],
  ["OPTIONS", "/api/nothing", 404, ""],
  ["GET", "/api/items/list", 200, "details"],
  ["DELETE", "/api/items/list", 204, ""],
  ["GET", "/api/admin/x", 404, ""],
  ["GET", "/api/hooked", 200, "app started, replaced, wrapped"],
])("%s %s is %s %j", async (method, path, status, body) => {
  const response = await call(path, { method });
  expect([response.status, await response.text()]).toEqual([status, body]);
  expect(response.headers.get("allow")).toBeNull();
});

test("{} is 200 without a content type", async () => {
  const { headers } = await call("/api/empty");
  expect([headers.get("content-type"), headers.get("content-length")]).toEqual([null, "0"]);
});

test("every cookie is sent, in ASP.NET's form", async () => {
  const response = await call("/api/cookies");
  expect(response.status).toBe(201);
  expect(response.headers.getSetCookie()).toEqual([
    "a=1%202; path=/",
    "b=3; max-age=60; path=/; samesite=lax; httponly",
  ]);
});

test("a body over the limit is 413", async () => {
  expect((await call("/api/echo/5", { method: "POST", body: "x".repeat(1001) })).status).toBe(413);
  const chunked = await sendRaw("/api/echo/5", "POST", (request) => request.write("x".repeat(1001)));
  expect(chunked.status).toBe(413);
});

const preflight = (origin: string): Promise<RawAnswer> =>
  sendRaw("/api/nowhere", "OPTIONS", (request) =>
    request.setHeaders(
      new Map([
        ["origin", origin],
        ["access-control-request-method", "PATCH"],
      ]),
    ),
  );

test("a preflight of an allowed origin is answered before routing, another is not", async () => {
  const allowed = await preflight("http://allowed.example");
  expect(allowed.status).toBe(204);
  expect(allowed.headers).toMatchObject({
    "access-control-allow-origin": "http://allowed.example",
    "access-control-allow-methods": "PATCH",
  });
  expect((await preflight("http://other.example")).status).toBe(404);
});

test("the home page answers", async () => {
  expect((await call("/")).status).toBe(200);
});

const start = (name: string, body = '{"input":"{\\"emit\\":null}"}'): Promise<Response> =>
  call(`/admin/functions/${name}`, { method: "POST", body });

test("a function is started in the background by POST /admin/functions", async () => {
  expect((await start("readsWork")).status).toBe(202);
  await host.logged(({ functionName, message }) => functionName === "readsWork" && message.includes('"emit":null'));
  expect((await start("unknown")).status).toBe(404);
  expect((await start("readsWork", "{")).status).toBe(400);
});

test("the status names what is in error", async () => {
  expect(await echo("/admin/host/status")).toMatchObject({
    state: "Running",
    errors: [
      "hasNoSchedule: schedule: '%NOT_SET%' does not resolve to a value.",
      'takesAdminRoute: route "admin/x": routes that start with admin or runtime are reserved.',
    ],
  });
});

test("overlapping routes are warned about at start", () => {
  expect(host.logs.map(({ message }) => message)).toContainEqual(expect.stringContaining("overlap: what fits both"));
});

test("an error is logged with its stack, and only there", async () => {
  await call("/api/throws");
  const { message } = await host.logged(({ level, functionName }) => level === "error" && functionName === "throws");
  expect(message).toContain("Error: on purpose\n    at ");
});
