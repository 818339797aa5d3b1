import { AUTHORIZED, anInstance } from "./company";
import { type Stack, startStack } from "./stack";

let stack: Stack;
beforeAll(async () => {
  stack = await startStack();
});
afterAll(() => stack.stop());

interface Page {
  readonly value: readonly Readonly<Record<string, unknown>>[];
  readonly "@odata.nextLink"?: string;
}

const PUBLIC = "https://triggers.example.org/api";

function send(address: string, init: RequestInit = {}): Promise<Response> {
  return fetch(address.replace(PUBLIC, `${stack.host().url}/api`), {
    ...init,
    headers: { ...AUTHORIZED, "content-type": "application/json" },
  });
}

test("every row of an entity comes once through its partitions' pages, and no address of the storage with it", async () => {
  const { instanceId } = await anInstance(stack);
  const list = `${PUBLIC}/instances/${instanceId}/entities/Customer/partitions`;
  const { value } = (await (await send(list)).json()) as Page;
  const customers = new Set<unknown>();
  let rows = 0;
  for (const { partitionId } of value) {
    let next: string | undefined = `${list}/${String(partitionId)}?$top=40`;
    while (next !== undefined) {
      const response = await send(next);
      const text = await response.text();
      expect([response.status, text.includes("_files"), text.includes("sig=")]).toEqual([200, false, false]);
      const page = JSON.parse(text) as Page;
      rows += page.value.length;
      for (const { CustomerId } of page.value) customers.add(CustomerId);
      next = page["@odata.nextLink"];
    }
  }
  expect([rows, customers.size]).toEqual([300, 300]);
});

test("an activity is created and a profile updated, and a partition that is none is not found", async () => {
  const { instanceId } = await anInstance(stack);
  const entities = `${PUBLIC}/instances/${instanceId}/entities`;
  const created = await send(`${entities}/UnifiedActivity/items`, {
    method: "POST",
    body: JSON.stringify({ ActivityId: "new-1", ActivityType: "Purchase" }),
  });
  expect([created.status, await created.json()]).toEqual([201, { outcome: "created" }]);
  const { value } = (await (await send(`${entities}/Customer/partitions`)).json()) as Page;
  const page = (await (
    await send(`${entities}/Customer/partitions/${String(value[0]?.["partitionId"])}`)
  ).json()) as Page;
  const updated = await send(`${entities}/Customer/items/${String(page.value[0]?.["CustomerId"])}`, {
    method: "PATCH",
    body: JSON.stringify({ Email: "new@contoso.example" }),
  });
  expect([updated.status, await updated.text()]).toEqual([204, ""]);
  const none = await send(`${entities}/Customer/partitions/${"0".repeat(32)}`);
  expect([none.status, await none.json()]).toMatchObject([404, { error: { code: "UnknownPartition" } }]);
});
