import { startReads } from "../withReads";

let reads: Awaited<ReturnType<typeof startReads>>;

beforeAll(async () => {
  reads = await startReads();
});

afterAll(() => reads.stop());

function items(entity: string, query = ""): string {
  return `instances/${reads.instanceId}/entities/${entity}/items${query && `?${query}`}`;
}

test.each<[string, string, string, string]>([
  ["Customer", "$top=0", "$top", "whole number from 1 to 100000"],
  ["Customer", "$top=1,2", "$top", "whole number"],
  ["Customer", "$top=-1", "$top", "whole number"],
  ["Customer", "$top=100001", "$top", "whole number"],
  ["Customer", "$skip=1.5", "$skip", "whole number"],
  ["Customer", "$top=1&$top=2", "$top", "once"],
  ["Customer", "top=1", "top", "must be written $top"],
  ["Customer", "$apply=x", "$apply", "not possible here"],
  ["Customer", "$format=xml", "$format", "not possible here"],
  ["Customer", "$count=yes", "$count", "true or false"],
  ["Customer", "$select=No_Such,FullName", "$select", "names no column of 'Customer': 'No_Such'"],
  ["Customer", "$select=Full Name", "$select", "separated by commas"],
  ["Customer", "$orderby=FullName up", "$orderby", "asc, desc or nothing"],
  ["Customer", "$orderby=Nope", "$orderby", "'Nope'"],
  ["Customer", "$expand=UnifiedActivity&$search=x", "$expand", "together with $search"],
  ["Customer", "$expand=UnifiedActivity&$select=City", "$expand", "together with $select"],
  ["Customer", "$expand=UnifiedActivity($top=1)", "$expand", "related entities"],
  ["Customer", "$expand=Nope", "$expand", "cannot be expanded"],
  ["BrandAffinity", "$expand=Customer", "$expand", "enrichment"],
  ["Customer", "$filter=City eq", "$filter", "not accepted by Customer Insights"],
  ["Customer", "$filter=IsSubscribed eq true", "$filter", "not filterable"],
  ["Customer", `$filter=${"x".repeat(2_001)}`, "$filter", "at most 2000 characters"],
  ["Customer", "$search=%00", "$search", "control characters"],
  ["eCommerce_Contacts", "$filter=Id eq '1'", "$filter", "it was ingested from a data source"],
  ["UnifiedActivity", "$search=x", "$search", "none of its columns is indexed"],
])("%s?%s is refused, naming %s: %s", async (entity, query, target, message) => {
  const { status, json } = await reads.get(items(entity, query));
  expect({ status, ...json }).toMatchObject({
    status: 400,
    error: { code: "InvalidRequest", target, message: expect.stringContaining(message) },
  });
});

test.each(["model", "wrapped"])(
  "what the source refuses is told in its words, in its %s form of errors too",
  async (form) => {
    await reads.control("POST", "scene", { odataErrorForm: form });
    const { json } = await reads.get(items("Customer", "$filter=City lt 5&$orderby=City"));
    expect(json).toMatchObject({
      error: { target: "$filter", message: expect.stringContaining("cannot be compared") },
    });
  },
);

test("all that is wrong is told at once", async () => {
  const { json } = await reads.get(items("Customer", "$top=x&$skip=y&$count=z"));
  const { details } = json["error"] as { details: readonly { target: string }[] };
  expect(details.map(({ target }) => target)).toEqual(["$top", "$skip", "$count"]);
});

test.each([
  "Nope",
  "$metadata",
  "Customer('1')",
  "...",
  "Customer%2FX",
  "a%5Cb",
  "Customer%3Fx",
  "%00",
  "x".repeat(201),
  "%F0%9F%92%A9",
])("there is no entity '%s': 404, and no other path is asked", async (entity) => {
  const before = reads.calls.length;
  const { status, json } = await reads.get(items(entity));
  expect({ status, ...json }).toMatchObject({ status: 404, error: { code: "UnknownEntity", target: "entity" } });
  const asked = reads.calls.slice(before).map((call) => call.split("/").slice(4).join("/"));
  expect(["manage/entities/Nope manage/tables/Nope ", ""]).toContain(asked.join(" "));
});

test("of an unknown instance there is nothing to read", async () => {
  const { status, json } = await reads.get("instances/11111111-2222-3333-4444-555555555555/entities/Customer/items");
  expect({ status, ...json }).toMatchObject({ status: 404, error: { code: "UnknownInstance" } });
});
