import { readBigPartition } from "./readBigPartition";

/** Of 202 that pass through; what other tests left to the collector is in it too. */
const MOST_GROWN = 150;

test("from a storage without ranges, 200 MB are passed over in little memory", async () => {
  const read = await readBigPartition(202, false);
  expect(read).toMatchObject({ rows: 2_000, pages: 1, outOfOrder: undefined });
  expect(read.grownMegabytes).toBeLessThan(MOST_GROWN);
}, 90_000);

test("from a storage with ranges, every row comes once, in order, on pages of a bounded size", async () => {
  const read = await readBigPartition(12, true);
  expect(read).toMatchObject({ rows: 12_000, outOfOrder: undefined });
  expect(read.pages).toBeGreaterThanOrEqual(3);
}, 90_000);
