import { AUTHORIZED, anInstance } from "./company";
import { type Stack, startStack } from "./stack";

interface Page {
  readonly value: readonly Record<string, unknown>[];
  readonly "@odata.nextLink"?: string;
}

const PUBLIC = "https://triggers.example.org/api/";

let stack: Stack;
let instanceId = "";

beforeAll(async () => {
  stack = await startStack();
  ({ instanceId } = await anInstance(stack));
});

afterAll(() => stack.stop());

async function get(path: string): Promise<{ status: number; json: unknown }> {
  const response = await fetch(`${stack.host().url}/api/${path}`, { headers: AUTHORIZED });
  return { status: response.status, json: await response.json() };
}

async function getPage(path: string): Promise<Page> {
  const { status, json } = await get(path);
  expect(status).toBe(200);
  return json as Page;
}

test.each(["data-sources", "segments", "measures", "measures?all=true", "entities"])(
  "a caller looks up %s over HTTP",
  async (list) => {
    expect((await getPage(`instances/${instanceId}/${list}`)).value.length).toBeGreaterThan(1);
  },
);

test("a caller finds the instance, an entity and its schema, and reads its items to their end", async () => {
  expect((await getPage("instances")).value).toContainEqual(expect.objectContaining({ instanceId }));
  const { json } = await get(`instances/${instanceId}/entities/Customer/schema`);
  expect(json).toMatchObject({ key: "CustomerId", schema: { properties: { FullName: { type: "string" } } } });
  const ids: unknown[] = [];
  let path: string | undefined = `instances/${instanceId}/entities/Customer/items?$select=CustomerId&$top=250`;
  while (path !== undefined) {
    const page: Page = await getPage(path);
    ids.push(...page.value.map(({ CustomerId }) => CustomerId));
    const link = page["@odata.nextLink"];
    path = link?.replace(PUBLIC, "");
  }
  // A link elsewhere than on the public address would not have been found.
  expect([ids.length, new Set(ids).size]).toEqual([250, 250]);
  const one = await get(`instances/${instanceId}/entities/Customer/items/${String(ids[0])}`);
  expect(one).toMatchObject({ status: 200, json: { CustomerId: ids[0] } });
});

test.each<[string, number, object]>([
  ["entities/Nope/items", 404, { code: "UnknownEntity" }],
  ["entities/Customer/items/a%2Fb%25", 404, { code: "UnknownItem" }],
  ["entities/Customer/items?$top=1&$top=2", 400, { target: "$top" }],
  ["entities/Customer/items?$skiptoken=x", 400, { target: "$skiptoken" }],
  ["entities/eCommerce_Contacts/items?$filter=Id eq '1'", 400, { target: "$filter" }],
])("%s is answered %i", async (path, status, error) => {
  expect(await get(`instances/${instanceId}/${path}`)).toMatchObject({ status, json: { error } });
});

test("a source that fails is answered as what it does, and our caller told when to ask again", async () => {
  await stack.simulator.control("POST", "faults", {
    kind: "503",
    retryAfterSeconds: 2,
    operation: "Get-all-segments",
    times: 1,
  });
  const response = await fetch(`${stack.host().url}/api/instances/${instanceId}/segments`, { headers: AUTHORIZED });
  expect([response.status, response.headers.get("retry-after")]).toEqual([503, "2"]);
});
