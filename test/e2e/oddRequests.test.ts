import { AUTHORIZED, anInstance, subscribe } from "./company";
import { type Stack, startStack } from "./stack";

let stack: Stack;
let instanceId: string;
beforeAll(async () => {
  stack = await startStack();
  ({ instanceId } = await anInstance(stack));
});
afterAll(() => stack.stop());

function send(method: string, path: string, init: RequestInit = {}): Promise<Response> {
  const headers = { ...AUTHORIZED, "content-type": "application/json" };
  return fetch(`${stack.host().url}/api/${path}`, { method, headers, ...init });
}

interface Problem {
  readonly error: { readonly code: string; readonly message: string; readonly target?: string };
}

async function problemOf(response: Response): Promise<Problem["error"]> {
  return ((await response.json()) as Problem).error;
}

test.each<[string, () => string]>([
  ["POST", () => `instances/${instanceId}/triggers/unification-completed`],
  ["POST", () => "dead-letters/redrive"],
  ["POST", () => `instances/${instanceId}/entities/UnifiedActivity/items`],
  ["PATCH", () => `instances/${instanceId}/entities/Customer/items/1`],
])("a chunked body, of which nothing arrives, is answered 411 (%s, %#)", async (method, path) => {
  const chunks = new Blob(['{"callbackUrl":"https://x"}']).stream();
  const response = await send(method, path(), { body: chunks, duplex: "half" });
  expect([response.status, await problemOf(response)]).toMatchObject([411, { code: "LengthRequired" }]);
});

test("an address that does not exist is answered 404 in the form of problems, with and without credentials", async () => {
  for (const path of ["nope", "", "health/x", `instances/${instanceId}/nope`]) {
    for (const headers of [AUTHORIZED, {}]) {
      const response = await send("GET", path, { headers });
      expect([response.status, await problemOf(response)]).toMatchObject([404, { code: "UnknownAddress" }]);
    }
  }
});

test("a method that an address does not take is answered 405 with those that it takes", async () => {
  const response = await send("PUT", `instances/${instanceId}/entities/Customer/items/1`);
  expect([response.status, response.headers.get("allow")]).toEqual([405, "GET, PATCH"]);
  expect(await problemOf(response)).toMatchObject({ code: "MethodNotAllowed" });
});

test("monitors may ask for health with HEAD", async () => {
  const response = await send("HEAD", "health", { headers: {} });
  expect([response.status, await response.text()]).toEqual([200, ""]);
});

test("a query parameter that is not ours is refused by name, but for the end of a subscription and for health", async () => {
  const items = `instances/${instanceId}/entities/Customer/items`;
  const refused = await send("GET", `${items}?$filter=CustomerId eq 'x'&IsMemberOfSegment('y')`);
  expect([refused.status, await problemOf(refused)]).toMatchObject([400, { target: "IsMemberOfSegment('y')" }]);
  expect((await send("GET", `${items}?$top=1&code=x&clientId=y&$filter=`)).status).toBe(200);
  expect((await send("GET", "health?x=1")).status).toBe(200);
  const subscribed = await subscribe(stack, `${instanceId}/triggers/unification-completed`, {
    callbackUrl: stack.flow.callbackUrl("f"),
  });
  const id = new URL(subscribed.headers.get("location") ?? "").pathname.split("/").at(-1) ?? "";
  expect((await send("DELETE", `subscriptions/${id}?x=1`)).status).toBe(204);
  expect((await send("GET", `subscriptions/${id}`)).status).toBe(404);
});

test("without rows there is the count", async () => {
  const response = await send("GET", `instances/${instanceId}/entities/Customer/items?$top=0&$count=true`);
  expect([response.status, await response.json()]).toEqual([200, { "@odata.count": 300, value: [] }]);
});
