import { type SimulatorUnderTest, withSimulator } from "./withSimulator";

interface Page {
  readonly "@odata.count"?: number;
  readonly "@odata.nextLink"?: string;
  readonly value: readonly Readonly<Record<string, unknown>>[];
}

const dataPath = async ({ instancePath }: SimulatorUnderTest): Promise<string> => `${await instancePath()}/data`;

const read = async (simulator: SimulatorUnderTest, path: string): Promise<Page> =>
  simulator.get<Page>(`${await dataPath(simulator)}/${path}`);

async function readAll(simulator: SimulatorUnderTest, path: string) {
  const rows: Readonly<Record<string, unknown>>[] = [];
  const sizes: number[] = [];
  let page = await read(simulator, path);
  for (;;) {
    rows.push(...page.value);
    sizes.push(page.value.length);
    const next = page["@odata.nextLink"];
    if (next === undefined) return { rows, sizes };
    page = await simulator.get<Page>(next.slice(`${simulator.url}/v1/`.length));
  }
}

test("a table is read in pages of 100 by following nextLink, each row once", () =>
  withSimulator(async (simulator) => {
    const { rows, sizes } = await readAll(simulator, "Customer");
    expect(sizes).toEqual([100, 100, 100]);
    expect(new Set(rows.map(({ CustomerId }) => CustomerId)).size).toBe(300);
  }));

test("a $top beyond the page is cut and goes on by nextLink to its end", () =>
  withSimulator(async (simulator) => {
    const { sizes } = await readAll(simulator, "Customer?$top=250&$skip=20&$filter=CustomerId ne null");
    expect(sizes).toEqual([100, 100, 50]);
  }));

test("without nextLink a reader goes on by $skip", () =>
  withSimulator(
    async (simulator) => {
      const first = await read(simulator, "Customer");
      expect([first.value.length, first["@odata.nextLink"]]).toEqual([10, undefined]);
      const last = await read(simulator, "Customer?$skip=295");
      expect(last.value).toHaveLength(5);
    },
    { clock: "manual", scene: { nextLink: false, pageSize: 10 } },
  ));

test("$count counts what the filter leaves, $select and $orderby shape it", () =>
  withSimulator(async (simulator) => {
    const path =
      "Customer?$count=true&$top=3&$select=country,LoyaltyPoints&$orderby=Country desc,loyaltypoints&$filter=";
    const page = await read(simulator, `${path}LoyaltyPoints gt 5000`);
    expect(page["@odata.count"]).toBeGreaterThan(3);
    expect(Object.keys(page.value[0] ?? {})).toEqual(["Country", "LoyaltyPoints"]);
    const points = page.value.map(({ LoyaltyPoints }) => Number(LoyaltyPoints));
    expect(points).toEqual(points.toSorted((left, right) => left - right));
    expect(page.value[0]?.["Country"]).toBe("United States");
  }));

test.each([
  ["Customer", "Country eq 'Norway'"],
  ["Customer", "country eq 'Norway' and not (LoyaltyPoints ge 4000)"],
  ["Customer", "Country in ('Norway', 'Spain') or LoyaltyPoints lt 10"],
  ["Customer", "CreatedOn gt 2023-01-01T00:00:00.000Z and CreatedOn le 2024-01-01"],
  ["Customer", "contains(FullName,'an') and startswith(Email,'a')"],
  ["Customer", "Email eq null"],
  ["Customer", "IsMemberOfSegment('ChurnRisk') and Country ne 'Spain'"],
  ["Customer", "eCommerce_Contacts_Id eq 'CO-00007'"],
  ["UnifiedActivity", "ActivityTime gt 2024-01-01T00:00:00.000Z and ActivityType eq 'Purchase'"],
])("%s can be filtered by %s", (table, filter) =>
  withSimulator(async (simulator) => {
    const page = await read(simulator, `${table}?$count=true&$filter=${encodeURIComponent(filter)}`);
    const all = await read(simulator, `${table}?$count=true&$top=0`);
    expect(page["@odata.count"]).toBeGreaterThan(0);
    expect(page["@odata.count"]).toBeLessThan(all["@odata.count"] ?? 0);
    const rest = await read(simulator, `${table}?$count=true&$filter=${encodeURIComponent(`not (${filter})`)}`);
    expect((page["@odata.count"] ?? 0) + (rest["@odata.count"] ?? 0)).toBe(all["@odata.count"]);
  }),
);

test.each([
  ["eCommerce_Purchases?$filter=Id eq 'x'", 400, "$filter"],
  ["Customer?$filter=Nothing eq 1", 400, "$filter"],
  ["Customer?$filter=IsSubscribed eq true", 400, "$filter"],
  ["Customer?$filter=CustomerId eq 5", 400, "$filter"],
  ["Customer?$filter=CustomerId eq 'open", 400, "$filter"],
  ["Customer?$filter=CustomerId is 'x'", 400, "$filter"],
  ["Customer?$filter=(CustomerId eq 'x'", 400, "$filter"],
  ["Customer?$filter=CustomerId eq 'x' 'y'", 400, "$filter"],
  ["Customer?$filter=length(CustomerId) eq 1", 400, "$filter"],
  ["Customer?$filter=IsMemberOfSegment('Nothing')", 400, "$filter"],
  ["UnifiedActivity?$filter=Title eq 'x'", 400, "$filter"],
  ["Customer?$expand=UnifiedActivity&$search=abbie", 400, "$expand"],
  ["Customer?$expand=UnifiedActivity&$select=CustomerId", 400, "$expand"],
  ["BrandAffinity?$expand=UnifiedActivity", 400, "$expand"],
  ["Customer?$expand=Nothing", 400, "$expand"],
  ["UnifiedActivity?$search=purchase", 400, "$search"],
  ["Customer?$orderby=FullName up", 400, "$orderby"],
  ["Customer?$select=Nothing", 400, "$select"],
  ["Customer?$top=many", 400, "$top"],
  ["Customer?$skip=-1", 400, "$skip"],
  ["Customer?$skiptoken=bogus", 400, "$skiptoken"],
  ["Nothing", 404, "relativePath"],
])("%s is refused with %d for %s", (path, status, target) =>
  withSimulator(async (simulator) => {
    const response = await simulator.call(`v1/${await dataPath(simulator)}/${path}`);
    expect([response.status, await response.json()]).toEqual([status, expect.objectContaining({ target })]);
  }),
);

test("the wrapped form of errors is what OData itself sends", () =>
  withSimulator(
    async (simulator) => {
      const response = await simulator.send(`v1/${await dataPath(simulator)}/Nothing`);
      expect(await response.json()).toMatchObject({ error: { code: "NotFound", message: expect.any(String) } });
    },
    { clock: "manual", scene: { odataErrorForm: "wrapped" } },
  ));

test("a format other than JSON is not acceptable", () =>
  withSimulator(async (simulator) => {
    const path = `v1/${await dataPath(simulator)}/Customer`;
    expect((await simulator.call(path, { headers: { accept: "text/csv" } })).status).toBe(406);
    const powerQuery = { accept: "application/json;odata.metadata=minimal", "odata-maxversion": "4.0" };
    expect((await simulator.call(path, { headers: powerQuery })).status).toBe(200);
  }));

test("$search finds customers by any text, $expand brings their activities and measures", () =>
  withSimulator(async (simulator) => {
    const [customer] = (await read(simulator, "Customer?$top=1")).value;
    const found = await read(simulator, `Customer?$search="${String(customer?.["FullName"])}"`);
    expect(found.value).toContainEqual(customer);
    const filter = `$filter=CustomerId eq '${String(customer?.["CustomerId"])}'`;
    const [expanded] = (await read(simulator, `Customer?$expand=UnifiedActivity,Customer_Measure&${filter}`)).value;
    const activities = await read(simulator, `UnifiedActivity?${filter}&$orderby=ActivityTime asc`);
    expect(expanded?.["UnifiedActivity"]).toHaveLength(activities.value.length);
    expect(expanded?.["Customer_Measure"]).toEqual([expect.objectContaining({ CustomerId: customer?.["CustomerId"] })]);
  }));

test.each([
  "Customer",
  "UnifiedActivity",
  "Customer_Measure",
  "eCommerce_Purchases",
  "TotalRevenue",
  "RevenueByCountry",
  "ChurnRisk",
])("the rows of %s have the columns and types of its metadata, and as many as its size says", (table) =>
  withSimulator(async (simulator) => {
    const instance = (await dataPath(simulator)).replace("/data", "");
    const { rows } = await readAll(simulator, table);
    const metadata = await simulator.get<{ attributes: { name: string; dataType: string }[] }>(
      `${instance}/manage/tables/${table}`,
    );
    const size = await simulator.get<{ rowCount: number }>(`${instance}/manage/entities/${table}/entitysize`);
    expect(rows).toHaveLength(size.rowCount);
    expect(rows.length).toBeGreaterThan(0);
    const jsTypes = { "Edm.String": "string", "Edm.DateTimeOffset": "string", "Edm.Boolean": "boolean" };
    for (const { name, dataType } of metadata.attributes)
      for (const row of rows.filter((each) => each[name] !== null))
        expect([name, typeof row[name]]).toEqual([name, jsTypes[dataType as keyof typeof jsTypes] ?? "number"]);
  }),
);
