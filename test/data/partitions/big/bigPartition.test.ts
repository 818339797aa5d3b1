import { readBigPartition } from "./readBigPartition";

test("from a storage without ranges, what is before the page is passed over", async () => {
  expect(await readBigPartition(12, false)).toMatchObject({ rows: 2_000, pages: 1, outOfOrder: undefined });
});

test("from a storage with ranges, every row comes once, in order, on pages of a bounded size", async () => {
  const read = await readBigPartition(12, true);
  expect(read).toMatchObject({ rows: 12_000, outOfOrder: undefined });
  expect(read.pages).toBeGreaterThanOrEqual(3);
});
