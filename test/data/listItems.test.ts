import { type Scene } from "../../dev/simulator/world/scene";
import { follow } from "./items/follow";
import { type Reads, withReads } from "./withReads";

function items({ instanceId }: Reads, entity: string, query = ""): string {
  return `instances/${instanceId}/entities/${entity}/items${query && `?${query}`}`;
}

async function idsOf(reads: Reads, query: string): Promise<unknown[]> {
  const { rows } = await follow(reads.get, items(reads, "Customer", `$select=CustomerId&${query}`));
  return rows.map(({ CustomerId }) => CustomerId);
}

const STYLES: [string, Partial<Scene>][] = [
  ["links its pages", {}],
  ["links small pages", { pageSize: 37 }],
  ["writes links without its address", { nextLinkForm: "relative", pageSize: 60 }],
  ["writes links to a host behind it", { nextLinkForm: "otherHost", pageSize: 60 }],
  ["pages by $skip", { nextLink: false }],
  ["pages by $skip and cuts", { nextLink: false, pageSize: 41 }],
];

let everyone: unknown[] = [];

beforeAll(async () => {
  everyone = await withReads((reads) => idsOf(reads, ""), { scene: { pageSize: 1_000 } });
});

test("the simulated company has customers enough to page, each with an id of its own", () => {
  expect(new Set(everyone).size).toBe(everyone.length);
  expect(everyone.length).toBeGreaterThan(250);
});

test.each(STYLES)("of a source that %s, following the links yields every row once, in order", async (_, scene) => {
  await withReads(
    async (reads) => {
      expect(await idsOf(reads, "")).toEqual(everyone);
      expect(await idsOf(reads, "$top=150")).toEqual(everyone.slice(0, 150));
      expect(await idsOf(reads, "$skip=90&$top=101")).toEqual(everyone.slice(90, 191));
      expect(await idsOf(reads, "$top=100000")).toEqual(everyone);
      expect(await idsOf(reads, "$skip=100000")).toEqual([]);
      const sorted = await idsOf(reads, "$orderby=CustomerId desc");
      expect(sorted).toEqual(everyone.toSorted((a, b) => (String(a) < String(b) ? 1 : -1)));
      const [one] = everyone;
      expect(await idsOf(reads, `$filter=CustomerId eq '${String(one)}'`)).toEqual([one]);
      // Nothing but this service's own paths was asked, whatever the links said.
      expect(
        reads.calls.every((call) => /^\/v1\/instances\/[^/?]+\/(?:manage\/entities|data)\/Customer(?:\?|$)/.test(call)),
      ).toBe(true);
    },
    { scene },
  );
});

test("a page costs one call of the source: the entity's metadata are kept for a while", async () => {
  await withReads(async (reads) => {
    const { pages } = await follow(reads.get, items(reads, "Customer"));
    expect(reads.calls).toHaveLength(1 + pages);
  });
});

test("what is asked is passed on, well encoded", async () => {
  await withReads(async (reads) => {
    const query = new URLSearchParams({
      $filter: "City eq 'A&B''s #1 + 100%' or CustomerId eq 'ü/?'",
      $orderby: " FullName  desc , City ",
      $select: "FullName, City",
      $top: "5",
      $skip: "2",
      $count: "TRUE",
      code: "canary",
    });
    await reads.get(items(reads, "customer", query.toString()));
    const [path = "", asked] = reads.calls.at(-1)?.split("?") ?? [];
    expect(path).toBe(`/v1/instances/${reads.instanceId}/data/Customer`);
    expect(Object.fromEntries(new URLSearchParams(asked))).toEqual({
      $filter: "City eq 'A&B''s #1 + 100%' or CustomerId eq 'ü/?'",
      $orderby: "FullName desc,City",
      $select: "FullName,City",
      $top: "5",
      $skip: "2",
      $count: "true",
    });
  });
});

test("search and expand give what the source has", async () => {
  await withReads(async (reads) => {
    const { json } = await reads.get(items(reads, "Customer", "$search=Varga&$top=3"));
    expect(JSON.stringify(json["value"])).toContain("Varga");
    const expanded = await reads.get(items(reads, "Customer", "$expand=Customer_Measure&$top=1"));
    expect(expanded.json["value"]).toEqual([expect.objectContaining({ Customer_Measure: [expect.any(Object)] })]);
  });
});

test("a count is the source's; where it does not count, that of the whole entity; else it is refused", async () => {
  await withReads(async (reads) => {
    expect((await reads.get(items(reads, "Customer", "$count=true&$top=1"))).json["@odata.count"]).toBe(
      everyone.length,
    );
    await reads.control("POST", "scene", { counts: false });
    expect((await reads.get(items(reads, "Customer", "$count=true&$top=1"))).json["@odata.count"]).toBe(
      everyone.length,
    );
    expect((await reads.get(items(reads, "Customer", "$top=1"))).json).not.toHaveProperty(["@odata.count"]);
    const { status, json } = await reads.get(items(reads, "Customer", "$count=true&$filter=City eq 'x'"));
    expect({ status, ...json }).toMatchObject({ status: 400, error: { target: "$count" } });
  });
});

test("items look as the entity's schema says", async () => {
  await withReads(async (reads) => {
    const { json } = await reads.get(`instances/${reads.instanceId}/entities/Customer/schema`);
    expect(json).toMatchObject({ name: "Customer", key: "CustomerId" });
    const { properties } = json["schema"] as { properties: Record<string, { title: string; type: string }> };
    const { json: page } = await reads.get(items(reads, "Customer", "$top=20"));
    for (const item of page["value"] as Record<string, unknown>[]) {
      expect(Object.keys(item)).toEqual(Object.keys(properties));
      const cells = Object.entries(item).filter(([, cell]) => cell !== null);
      const types = cells.map(([name, cell]) => [name, Number.isInteger(cell) ? "integer" : typeof cell]);
      const declared = cells.map(([name, cell]) => {
        const type = properties[name]?.type;
        return [name, type === "number" && Number.isInteger(cell) ? "integer" : type];
      });
      expect(types).toEqual(declared);
    }
  });
});
