import { CREDENTIALS, withSimulator } from "./withSimulator";

const { authorization } = CREDENTIALS;
const key = "ocp-apim-subscription-key";

test.each([
  ["v1/instances", { authorization, [key]: "simulator-key-1" }, 200],
  ["v1/instances", { authorization, [key]: "simulator-key-2" }, 200],
  ["v1/instances?subscription-key=simulator-key-2", { authorization }, 200],
  ["api/instances", { authorization }, 200],
  ["v1/instances", { authorization }, 401],
  ["v1/instances", { authorization, [key]: "wrong" }, 401],
  ["v1/instances", { [key]: "simulator-key-1" }, 401],
  ["v1/instances", { authorization: "Bearer wrong", [key]: "simulator-key-1" }, 401],
  ["api/instances", { [key]: "simulator-key-1" }, 401],
])("%s with %j answers %d", (path, headers, status) =>
  withSimulator(async ({ url }) => {
    expect((await fetch(`${url}/${path}`, { headers })).status).toBe(status);
  }),
);

test("a missing key is told by the gateway before the token is looked at", () =>
  withSimulator(async ({ url }) => {
    const response = await fetch(`${url}/v1/instances`);
    expect(await response.json()).toMatchObject({ statusCode: 401, message: expect.stringContaining("missing") });
    expect(response.headers.get("www-authenticate")).toContain("Bearer");
  }));

test("keys and token can be exchanged while it runs", () =>
  withSimulator(async ({ call, control }) => {
    await control("POST", "scene", { keys: ["fresh"], token: "newer" });
    expect((await call("v1/instances")).status).toBe(401);
    const headers = { authorization: "Bearer newer", [key]: "fresh" };
    expect((await call("v1/instances", { headers })).status).toBe(200);
  }));

test("the scale-unit endpoint says where each instance is", () =>
  withSimulator(async ({ call, url }) => {
    const instances = (await (await call("api/instances")).json()) as object[];
    expect(instances[0]).toMatchObject({ scaleUnitUri: url, region: "westeurope", tenantId: expect.any(String) });
  }));

const MODEL = ["workflows/main/status", "manage/datasources", "manage/entities", "manage/entities/Customer"];
const DOCUMENTED = [
  "manage/workflows/main/status",
  "manage/workflows/main/jobs",
  "manage/datasources/v2",
  "manage/tables",
  "manage/tables/Customer",
];
const COMMON = ["", "/manage/segments", "/manage/measures", "/data/Customer?$top=1"];

test.each([
  ["both", 200, 200],
  ["model", 200, 404],
  ["documentation", 404, 200],
])("in the dialects %s the service model's paths answer %d and the documentation's %d", (dialects, model, documented) =>
  withSimulator(async ({ call, control, get }) => {
    await control("POST", "scene", { dialects });
    const [instance] = await get<{ instanceId: string }[]>("instances");
    const statusesOf = (paths: readonly string[]) =>
      Promise.all(
        ["v1", "api"].flatMap((prefix) =>
          paths.map(async (path) => (await call(`${prefix}/instances/${instance?.instanceId}${path}`)).status),
        ),
      );
    expect(new Set(await statusesOf(MODEL.map((path) => `/${path}`)))).toEqual(new Set([model]));
    expect(new Set(await statusesOf(DOCUMENTED.map((path) => `/${path}`)))).toEqual(new Set([documented]));
    expect(new Set(await statusesOf(COMMON))).toEqual(new Set([200]));
  }),
);

test("an unknown path is told by the gateway", () =>
  withSimulator(async ({ call }) => {
    const response = await call("v1/nothing/here%");
    expect([response.status, await response.json()]).toEqual([404, { statusCode: 404, message: "Resource not found" }]);
  }));
