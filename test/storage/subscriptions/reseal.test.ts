import { randomBytes } from "node:crypto";
import { createSealer } from "../../../shared/access/sealer";
import { type PlacedRow, resealPage } from "../../../shared/storage/subscriptions/reseal";
import { type MemoryTable, memoryTable } from "../../fakes/memoryTable";

const OLD = createSealer([{ keyId: "old", key: Buffer.alloc(32, 1) }]);
const BOTH = createSealer([
  { keyId: "new", key: randomBytes(32) },
  { keyId: "old", key: Buffer.alloc(32, 1) },
]);

async function aPage(table: MemoryTable, rows: readonly string[]): Promise<readonly PlacedRow[]> {
  const values = { sealedUrl: OLD.seal("https://a.example/"), dormant: false };
  await table.write(
    "i",
    rows.map((row) => ({ kind: "insert", row, values })),
  );
  const stored = await Promise.all(rows.map((row) => table.get("i", row)));
  return stored.flatMap((row) => (row ? [{ partition: "i", stored: row }] : []));
}

test("a row that changes or goes meanwhile is passed over and keeps what was written", async () => {
  const table = memoryTable("Subscriptions");
  const page = await aPage(table, ["changed", "gone", "quiet"]);
  await table.write("i", [
    { kind: "merge", row: "changed", values: { dormant: true } },
    { kind: "remove", row: "gone" },
  ]);
  expect(await resealPage(table, page, BOTH.reseal)).toEqual({ changed: 3, unreadable: [] });
  const [changed, gone, quiet] = await Promise.all(["changed", "gone", "quiet"].map((row) => table.get("i", row)));
  expect(changed?.values).toMatchObject({ dormant: true, sealedUrl: expect.stringMatching(/^old\./) as unknown });
  expect(gone).toBeUndefined();
  expect(quiet?.values).toMatchObject({ dormant: false, sealedUrl: expect.stringMatching(/^new\./) as unknown });
});

test("a lost answer is no loss: the next run finds what was done", async () => {
  const table = memoryTable("Subscriptions");
  const page = await aPage(table, ["a"]);
  table.loseNextAnswer();
  await resealPage(table, page, BOTH.reseal);
  const stored = await table.get("i", "a");
  const again = stored ? await resealPage(table, [{ partition: "i", stored }], BOTH.reseal) : undefined;
  expect(again).toEqual({ changed: 0, unreadable: [] });
});
