import { STORES, type Store } from "./stores";

describe.each(STORES)("the partitions of a table in $store", ({ open }) => {
  let store: Store;
  beforeAll(async () => (store = await open()));
  afterAll(() => store.close());

  test("tells the next partition that has a row, and none after the last", async () => {
    const partitions = ["'", "0", "a b", "a", "a.b", "B"].map((part) => `~~next ${part}`);
    const table = store.tables.deliveries;
    const insert = { kind: "insert", row: "r", values: {} } as const;
    for (const each of partitions) await table.write(each, [insert, { ...insert, row: "s" }]);
    await table.write("~~next b", [insert]);
    await table.write("~~next b", [{ kind: "remove", row: "r" }]);
    const seen: string[] = [];
    for (let next = await table.nextPartition("~~next"); next; next = await table.nextPartition(next)) seen.push(next);
    expect(seen).toEqual(partitions.toSorted());
    expect(await table.nextPartition("~~next a.")).toBe("~~next a.b");
    expect(await store.tables.rateLimits.nextPartition("")).toBeUndefined();
  });
});
