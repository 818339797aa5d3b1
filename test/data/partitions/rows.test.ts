import * as fc from "fast-check";
import { type PartitionRow, type RowPosition, readRows, toCell } from "../../../shared/data/partitions/rows";
import { type RandomTable, aTable, inPieces } from "./aTable";

const TWO = ["A", "B"].map((name) => ({ name, type: "Edm.String" }));

function read(csv: string | Buffer, changes: Partial<Parameters<typeof readRows>[1]> = {}) {
  const wanted = { entityType: "profile", columns: TWO, offset: 0, row: 0, top: 100, ...changes };
  return readRows(inPieces(Buffer.from(csv), csv.length > 1_000 ? 65_536 : 7), wanted);
}

/** Follows the pages as a caller would: each begins at the byte that the last one named. */
async function readPages(table: RandomTable, top: number, size: number): Promise<PartitionRow[]> {
  const { bytes, columns } = table;
  const rows: PartitionRow[] = [];
  let next: RowPosition | undefined = { offset: 0, row: 0 };
  while (next) {
    const wanted = { entityType: "profile", columns, top, ...next };
    const page = await readRows(inPieces(bytes.subarray(next.offset), size), wanted);
    if (page.outcome !== "rows") throw new Error(`${page.why} at ${page.row}`);
    rows.push(...page.rows);
    if (rows.length > table.rows.length) throw new Error("there are more rows than were written");
    expect(page.next?.row ?? rows.length).toBe(rows.length);
    expect(page.rows.length).toBeLessThanOrEqual(top);
    next = page.next;
  }
  return rows;
}

test("whatever a table holds, however long its pages are and in whatever pieces its bytes come, each row is read once, in order", async () => {
  const aReading = fc.record({
    table: aTable,
    top: fc.integer({ min: 1, max: 12 }),
    size: fc.integer({ min: 1, max: 64 }),
  });
  await fc.assert(
    fc.asyncProperty(aReading, async ({ table, top, size }) => {
      const expected = table.rows.map((row) => Object.fromEntries(row.map((cell, index) => [`column ${index}`, cell])));
      expect(await readPages(table, top, size)).toEqual(expected);
    }),
    { numRuns: 400 },
  );
});

test("the last page says that it is the last, also when it is full", async () => {
  expect(await read("1,2\r\n3,4\r\n", { top: 2 })).toEqual({
    outcome: "rows",
    rows: [
      { A: "1", B: "2" },
      { A: "3", B: "4" },
    ],
  });
  expect(await read("1,2\r\n3,4", { top: 1 })).toMatchObject({ next: { offset: 5, row: 1 } });
  expect(await read("")).toEqual({ outcome: "rows", rows: [] });
});

test("values are of their columns' types", async () => {
  const columns = [
    { name: "Points", type: "Edm.Int64" },
    { name: "IsSubscribed", type: "Edm.Boolean" },
    { name: "On", type: "Edm.DateTimeOffset" },
  ];
  expect(await read('7,True,2026-01-05T08:00:00Z\n,,""\n', { columns })).toMatchObject({
    rows: [
      { Points: 7, IsSubscribed: true, On: "2026-01-05T08:00:00Z" },
      { Points: null, IsSubscribed: null, On: "" },
    ],
  });
});

test("a column may have any name", async () => {
  const columns = [{ name: "__proto__", type: "Edm.String" }];
  const page = await read("x\n", { columns });
  expect(JSON.stringify(page)).toBe('{"outcome":"rows","rows":[{"__proto__":"x"}]}');
});

test.each([
  ["of a segment that holds CustomerId", "segment", "customerid,Other\nx,y\n"],
  ["that repeats the columns' names", "profile", "a,B\nx,y\n"],
])("a first row %s is none of the data", async (_, entityType, csv) => {
  expect(await read(csv, { entityType })).toMatchObject({ rows: [{ A: "x", B: "y" }] });
});

test("what looks like a header is a row where it is not the first", async () => {
  expect(await read("x,y\na,b\n")).toMatchObject({ rows: [{ A: "x" }, { A: "a" }] });
  expect(await read("A,B\nx,y\n", { offset: 9, row: 2 })).toMatchObject({ rows: [{ A: "A" }, { A: "x" }] });
});

test.each([
  ["too few fields", "1,2\n3\n", 2, "it has 1 fields, and the entity has 2 columns"],
  ["too many fields", "1,2,3\n", 1, "it has 3 fields, and the entity has 2 columns"],
  ["a quote that is not closed", '1,2\n"3,4\n5,6\n', 2, "it has a quote that is not closed"],
  ["a quote that does not end its field", '"1"2,3\n', 1, "it has a quote that does not end its field"],
  ["a quote within a field", '1"2,3\n', 1, "it has a quote within a field that does not begin with one"],
  ["a long field in which there is a quote", `${"canary".repeat(1_000)}"2,3\n`, 1, /^[a-z ]{1,100}$/],
  ["a field that is too long", "x".repeat(1_100_000), 1, "it is longer than 1048576 bytes"],
  ["UTF-16", Buffer.from("\uFEFF1,2\n", "utf16le"), 1, /UTF-16/],
])("%s is told with its row", async (_, csv, row, why) => {
  expect(await read(csv)).toEqual({ outcome: "unreadable", row, why: expect.stringMatching(why) });
});

test("rows before one that cannot be read are on pages of their own", async () => {
  expect(await read("1,2\n3\n", { top: 1 })).toMatchObject({ outcome: "rows", next: { offset: 4, row: 1 } });
  expect(await read("3\n", { offset: 4, row: 1 })).toMatchObject({ outcome: "unreadable", row: 2 });
});

async function* endless(text: string): AsyncGenerator<Buffer> {
  const piece = Buffer.from(text.repeat(65_536 / text.length));
  for (let left = 1_000; left > 0; left -= 1) yield await Promise.resolve(piece);
}

test.each([
  ["a field without end", "x"],
  ["a field in quotes without end", '"x'],
  ["commas without end", ","],
])("%s is refused before it fills the memory", async (what, text) => {
  let taken = 0;
  async function* counted(): AsyncGenerator<Buffer> {
    if (what.includes("quotes")) yield Buffer.from('"');
    for await (const piece of endless(text === '"x' ? "x" : text)) {
      taken += piece.length;
      yield piece;
    }
  }
  const page = await readRows(counted(), { entityType: "", columns: TWO, offset: 0, row: 0, top: 10 });
  expect(page).toMatchObject({ outcome: "unreadable", row: 1 });
  expect(taken).toBeLessThan(4_000_000);
});

test("a page of long rows ends early, and says where", async () => {
  const long = "x".repeat(500_000);
  const page = await read(`${long},1\n`.repeat(20), { top: 20 });
  expect(page).toMatchObject({ outcome: "rows", next: { offset: 9 * 500_003, row: 9 } });
});

test.each([300, 600])("a page of %i sparse, wide columns is bounded by the size of the answer", async (width) => {
  const columns = Array.from({ length: width }, (_, at) => ({
    name: `${"long name ".repeat(30)}${at}`,
    type: "Edm.String",
  }));
  const row = `${",".repeat(width - 1)}\n`;
  const page = await read(row.repeat(5_000), { columns, top: 5_000 });
  if (page.outcome !== "rows") throw new Error(page.why);
  const rowBytes = Buffer.byteLength(JSON.stringify(page.rows[0]));
  expect(Buffer.byteLength(JSON.stringify(page.rows))).toBeLessThan(4 * 1024 * 1024 + 2 * rowBytes);
  expect(page.next).toEqual({ offset: page.rows.length * row.length, row: page.rows.length });
});

test("a page whose text grows when it is written as JSON ends early", async () => {
  const page = await read(`"${"\u0001".repeat(100_000)}",1\n`.repeat(20), { top: 20 });
  expect(page.outcome === "rows" && page.rows.length).toBe(7);
});

test("bytes are taken no further than a page needs, and given back", async () => {
  let taken = 0;
  let closed = false;
  async function* counted(): AsyncGenerator<Buffer> {
    try {
      for await (const piece of endless("1,22222\n")) {
        taken += piece.length;
        yield piece;
      }
    } finally {
      closed = true;
    }
  }
  await readRows(counted(), { entityType: "", columns: TWO, offset: 0, row: 0, top: 10 });
  expect(taken).toBeLessThan(1_000_000);
  expect(closed).toBe(true);
});

test("what breaks off is thrown on, with no row of it", async () => {
  const broken = new Error("cut");
  async function* chunks(): AsyncGenerator<Buffer> {
    yield await Promise.resolve(Buffer.from("1,2\n3,4\n5"));
    throw broken;
  }
  await expect(readRows(chunks(), { entityType: "", columns: TWO, offset: 0, row: 0, top: 100 })).rejects.toBe(broken);
});

test.each([
  ["x", "Edm.String", "x"],
  ["", "Edm.String", ""],
  ["7", "Edm.String", "7"],
  ["-7", "Edm.Int32", -7],
  ["007", "edm.int64", 7],
  ["9007199254740991", "Edm.Int64", 9_007_199_254_740_991],
  ["9007199254740993", "Edm.Int64", "9007199254740993"],
  ["7.5", "Edm.Int32", "7.5"],
  ["many", "Edm.Int32", "many"],
  ["1.50", "Edm.Double", 1.5],
  ["1e3", "Edm.Double", 1_000],
  ["1e999", "Edm.Double", "1e999"],
  ["NaN", "Edm.Double", "NaN"],
  ["0x10", "Edm.Double", "0x10"],
  [" 1", "Edm.Double", " 1"],
  ["12345678901234.5", "Edm.Decimal", 12_345_678_901_234.5],
  ["1234567890123456.5", "Edm.Decimal", "1234567890123456.5"],
  ["TRUE", "Edm.Boolean", true],
  ["false", "Edm.Boolean", false],
  ["1", "Edm.Boolean", "1"],
  ["2026-01-05T08:00:00Z", "Edm.DateTimeOffset", "2026-01-05T08:00:00Z"],
])("%j of %s is %j", (text, type, value) => {
  expect(toCell(text, type)).toBe(value);
});

test.each(["Edm.String", "Edm.Int64", "Edm.Boolean", "Edm.Nothing"])("what is absent is null, as %s too", (type) => {
  expect(toCell(null, type)).toBeNull();
});
