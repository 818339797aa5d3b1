import { toKeyFilter } from "../../shared/data/getItem";
import { startReads } from "./withReads";

describe("getItem", () => {
  let reads: Awaited<ReturnType<typeof startReads>>;

  beforeAll(async () => {
    reads = await startReads();
  });

  afterAll(() => reads.stop());

  function item(entity: string, itemId: string, query = ""): string {
    return `instances/${reads.instanceId}/entities/${entity}/items/${itemId}${query && `?${query}`}`;
  }

  async function aCustomerId(): Promise<string> {
    const { json } = await reads.get(`instances/${reads.instanceId}/entities/Customer/items?$top=1&$skip=7`);
    const [row] = json["value"] as { CustomerId: string }[];
    return row?.CustomerId ?? "";
  }

  test("an item is found by its key, in any case, also encoded twice as connectors do", async () => {
    const id = await aCustomerId();
    const { status, json } = await reads.get(item("Customer", id));
    expect({ status, json }).toMatchObject({ status: 200, json: { CustomerId: id, FullName: expect.any(String) } });
    const twice = Array.from(id)
      .map((each) => `%25${each.charCodeAt(0).toString(16)}`)
      .join("");
    expect((await reads.get(item("customer", twice))).json).toEqual(json);
  });

  test("only the columns that are wanted are answered", async () => {
    const id = await aCustomerId();
    const { json } = await reads.get(item("Customer", id, "$select=City,FullName"));
    expect(Object.keys(json)).toEqual(["City", "FullName"]);
    const expanded = await reads.get(item("Customer", id, "$expand=UnifiedActivity"));
    expect(expanded.json).toMatchObject({ CustomerId: id, UnifiedActivity: expect.any(Array) });
  });

  test.each([
    "nobody",
    "a'b",
    "' or 1 eq 1 or CustomerId eq '",
    "a%2Fb",
    "%2e%2e%252f",
    "%25",
    "a%20b%26$top=9%23?",
    "%00",
    "x".repeat(401),
  ])("there is no item '%s': 404, and the source was asked for it as one text or not at all", async (itemId) => {
    const before = reads.calls.length;
    const { status, json } = await reads.get(item("Customer", itemId.split("?")[0] ?? ""));
    expect({ status, ...json }).toMatchObject({ status: 404, error: { code: "UnknownItem", target: "itemId" } });
    for (const call of reads.calls.slice(before)) {
      const [path, query] = call.split("?");
      expect(path).toMatch(/^\/v1\/instances\/[^/]+\/(?:manage\/entities|data)\/Customer$/);
      if (query === undefined) continue;
      const asked = new URLSearchParams(query);
      expect([...asked.keys()]).toEqual(["$filter", "$top"]);
      expect(asked.get("$filter")).toMatch(/^CustomerId eq '(?:[^']|'')*'$/);
    }
  });

  test.each<[string, string, string, string]>([
    ["eCommerce_Contacts", "CO-00001", "", "itemId"],
    ["Customer", "x", "$top=1", "$top"],
    ["Customer", "x", "$filter=City eq 'x'", "$filter"],
    ["Customer", "x", "$select=Nope", "$select"],
  ])("%s/items/%s?%s is refused, naming %s", async (entity, itemId, query, target) => {
    const { status, json } = await reads.get(item(entity, itemId, query));
    expect({ status, ...json }).toMatchObject({ status: 400, error: { code: "InvalidRequest", target } });
  });

  test("of an unknown entity or instance there is no item", async () => {
    expect((await reads.get(item("Nope", "x"))).json).toMatchObject({ error: { code: "UnknownEntity" } });
    const other = item("Customer", "x").replace(reads.instanceId, "11111111-2222-3333-4444-555555555555");
    expect((await reads.get(other)).json).toMatchObject({ error: { code: "UnknownInstance" } });
  });
});

const GUID = "7c6f0b7e-0d0a-4b7e-9a41-2f6d0e0f5b11";

test.each<[string | undefined, string, string | undefined]>([
  ["Edm.String", "abc", "Id eq 'abc'"],
  ["Edm.String", "it's", "Id eq 'it''s'"],
  ["Edm.String", "' or 1 eq 1 or Id eq '", "Id eq ''' or 1 eq 1 or Id eq '''"],
  [undefined, "7", "Id eq '7'"],
  ["constructor", "7", "Id eq '7'"],
  ["Edm.Int64", "-7", "Id eq -7"],
  ["int32", "7", "Id eq 7"],
  ["Edm.Int32", "7 or 1 eq 1", undefined],
  ["Edm.Int32", "", undefined],
  ["Edm.Double", "1.5", "Id eq 1.5"],
  ["Edm.Guid", GUID, `Id eq ${GUID}`],
  ["Edm.Guid", `${GUID} or`, undefined],
  ["Edm.Boolean", "true", "Id eq true"],
  ["Edm.Boolean", "yes", undefined],
  ["Edm.Date", "2026-11-20", "Id eq 2026-11-20"],
  ["Edm.DateTimeOffset", "2026-11-20T10:00:00.0000000Z", "Id eq 2026-11-20T10:00:00.0000000Z"],
  ["Edm.DateTimeOffset", "2026-11-20", undefined],
])("a key of type %s that is %j is found by %j", (dataType, itemId, filter) => {
  expect(toKeyFilter("Id", dataType, itemId)).toBe(filter);
});

test("a key column whose name is no name is filtered by nothing", () => {
  expect(toKeyFilter("Id eq 1 or Id", "Edm.String", "x")).toBeUndefined();
});
