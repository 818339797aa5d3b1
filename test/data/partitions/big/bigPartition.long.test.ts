import { readBigPartition } from "./readBigPartition";

/** The megabytes of 202 by which the process may grow; garbage of other tests is among them. */
const MOST_GROWN = 150;

test("from a storage without ranges, 200 MB are passed over in little memory", async () => {
  const read = await readBigPartition(202, false);
  expect(read).toMatchObject({ rows: 2_000, pages: 1, outOfOrder: undefined });
  expect(read.grownMegabytes).toBeLessThan(MOST_GROWN);
});

test("from a storage with ranges, every row of 102 MB comes once, in order, on pages of a bounded size", async () => {
  const read = await readBigPartition(102, true);
  expect(read).toMatchObject({ rows: 102_000, outOfOrder: undefined });
  expect(read.pages).toBeGreaterThanOrEqual(25);
});
