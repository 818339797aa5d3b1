import { type Scene } from "../../dev/simulator/world/scene";
import { sortByName } from "../../shared/data/lookups";
import { type Reads, startReads, withReads } from "./withReads";

describe("lookups", () => {
  interface Item {
    readonly [property: string]: unknown;
  }

  async function valueOf({ get, instanceId }: Reads, path: string): Promise<readonly Item[]> {
    const { status, json } = await get(path.replace("{id}", instanceId));
    expect(status).toBe(200);
    return json["value"] as readonly Item[];
  }

  const LISTS = [
    ["instances", "name"],
    ["instances/{id}/data-sources", "name"],
    ["instances/{id}/segments", "displayName"],
    ["instances/{id}/measures", "displayName"],
    ["instances/{id}/measures?all=true", "displayName"],
    ["instances/{id}/entities", "displayName"],
  ] as const;

  let plain: Awaited<ReturnType<typeof startReads>>;

  beforeAll(async () => {
    plain = await startReads();
  });

  afterAll(() => plain.stop());

  const readAll = (reads: Reads): Promise<unknown> => Promise.all(LISTS.map(([path]) => valueOf(reads, path)));

  test.each(LISTS)("%s is sorted for people", async (path, title) => {
    const names = (await valueOf(plain, path)).map((item) => String(item[title]));
    expect(names.length).toBeGreaterThan(1);
    expect(names).toEqual(names.toSorted((a, b) => a.localeCompare(b, "en", { numeric: true, sensitivity: "base" })));
  });

  test.each<Partial<Scene>>([
    { dialects: "model" },
    { dialects: "documentation" },
    { casing: "pascal" },
    { casing: "upper" },
    { missingDates: "year1" },
    { measureListHasOutput: false },
  ])("with %j every list is answered as without", async (scene) => {
    expect(await withReads(readAll, { scene })).toEqual(await readAll(plain));
  });

  test("ids are stable: a segment and a measure that are renamed keep their names", async () => {
    await withReads(async (reads) => {
      await reads.control("POST", "segments/ChurnRisk/rename", { friendlyName: "Might leave" });
      expect(await valueOf(reads, "instances/{id}/segments")).toContainEqual(
        expect.objectContaining({ name: "ChurnRisk", displayName: "Might leave" }),
      );
    });
  });

  test("measures are those that the measure trigger accepts; all=true gives the rest, and why not", async () => {
    await withReads(async (reads) => {
      const eligible = await valueOf(reads, "instances/{id}/measures");
      const all = await valueOf(reads, "instances/{id}/measures?all=true");
      expect(eligible).toEqual(all.filter(({ isEligible }) => isEligible));
      expect(eligible.every(({ reason }) => reason === undefined)).toBe(true);
      expect(all).toContainEqual(expect.objectContaining({ name: "RevenueByCountry", reason: "has-dimensions" }));
      expect(all).toContainEqual(expect.objectContaining({ reason: "profile-measure" }));
    });
  });

  test("entities are named as their items are read, ingested ones with their source; those that CI made for itself are not shown", async () => {
    await withReads(async (reads) => {
      const entities = await valueOf(reads, "instances/{id}/entities");
      expect(entities).toContainEqual({ name: "Customer", displayName: "Customer", kind: "profile" });
      expect(entities).toContainEqual(
        expect.objectContaining({
          name: "eCommerce_Contacts",
          displayName: "Contacts (eCommerce)",
          dataSourceName: "eCommerce",
        }),
      );
      expect(entities.map(({ kind }) => kind)).not.toContain("conflationmap");
    });
  });

  test("an instance without a name is called by its id", async () => {
    await withReads(async (reads) => {
      const { instanceId, control } = reads;
      await control("POST", `instances/${instanceId}`, { name: null });
      expect(await valueOf(reads, "instances")).toContainEqual(
        expect.objectContaining({ instanceId, name: instanceId }),
      );
    });
  });

  test("an empty all is an absent one", async () => {
    const [empty, absent] = await Promise.all([
      plain.get(`instances/${plain.instanceId}/measures?all=`),
      plain.get(`instances/${plain.instanceId}/measures`),
    ]);
    expect(empty).toEqual(absent);
  });

  test.each(["true,false", "yes", "%20", "1"])("all=%s is refused and names the parameter", async (all) => {
    const { status, json } = await plain.get(`instances/${plain.instanceId}/measures?all=${all}`);
    expect({ status, json }).toMatchObject({ status: 400, json: { error: { target: "all" } } });
  });

  const OF_INSTANCE = LISTS.map(([path]) => path).filter((path) => path.includes("{id}"));

  test.each(OF_INSTANCE)("%s of an unknown instance, or of what is no id, is 404", async (path) => {
    for (const id of ["11111111-2222-3333-4444-555555555555", "x", "a%2Fb", "%25", "$metadata"]) {
      const { status, json } = await plain.get(path.replace("{id}", id));
      expect({ status, json }).toMatchObject({ status: 404, json: { error: { code: "UnknownInstance" } } });
    }
  });

  test.each<[string, object, object]>([
    ["401", {}, { status: 502, code: "SourceFailed" }],
    ["429", { retryAfterSeconds: 17 }, { status: 503, code: "SourceUnavailable", retryAfter: "17" }],
    ["500", {}, { status: 502, code: "SourceFailed" }],
    ["503", {}, { status: 503, code: "SourceUnavailable", retryAfter: "30" }],
    ["hang", {}, { status: 504, code: "SourceTimedOut" }],
    ["malformed", {}, { status: 502, code: "SourceAnswerInvalid" }],
    ["empty", {}, { status: 502, code: "SourceAnswerInvalid" }],
    ["nonsense", {}, { status: 502, code: "SourceAnswerInvalid" }],
    ["truncated", {}, { status: 502, code: "SourceAnswerInvalid" }],
    ["reset", {}, { status: 502, code: "SourceFailed" }],
  ])("a source that answers %s %j fails every list as %j", async (kind, options, expected) => {
    await withReads(
      async ({ get, instanceId, control }) => {
        await control("POST", "faults", { kind, ...options });
        const paths = [...LISTS.map(([path]) => path), "instances/{id}/entities/Customer/schema"];
        for (const path of paths) {
          const { json, ...answered } = await get(path.replace("{id}", instanceId));
          const { code } = json["error"] as { code: string };
          expect({ ...answered, code }).toMatchObject(expected);
        }
      },
      { timeoutMs: kind === "hang" ? 150 : 5_000 },
    );
  });
});

const sort = (names: readonly string[]): string[] => sortByName(names, (name) => name);

test.each([
  [
    ["order 10", "Order 9", "order 1"],
    ["order 1", "Order 9", "order 10"],
  ],
  [
    ["Zebra", "apple", "Ärger", "Banana"],
    ["apple", "Ärger", "Banana", "Zebra"],
  ],
  [
    ["a", "A", "á"],
    ["A", "a", "á"],
  ],
  [[], []],
])("%j is sorted as people sort: %j", (names, sorted) => {
  expect(sort(names)).toEqual(sorted);
});

test("the order does not depend on the order before, and the list given stays as it is", () => {
  const names = Object.freeze(["b", "B", "a", "á", "A", "10", "9"]);
  expect(sort(names.toReversed())).toEqual(sort(names));
});
