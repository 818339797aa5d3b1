import * as fc from "fast-check";
import { INSTANCE_ID } from "../../builders/anEvent";
import { withSource } from "../../source/withSource";
import { BASE_URL, SEALER, createGet } from "../withReads";
import { type PagingStyle, type TableRow, serveTable } from "./anyTable";
import { type Followed, follow } from "./follow";

const RUNS = 300;

const aTable: fc.Arbitrary<TableRow[]> = fc
  .array(fc.record({ Group: fc.constantFrom("a", "b'&c"), Number: fc.nat({ max: 9 }) }), { maxLength: 40 })
  .map((rows) => rows.map((row, index) => ({ Id: `#${index}`, ...row })));

const aStyle: fc.Arbitrary<PagingStyle> = fc.record({
  kind: fc.constantFrom("links" as const, "skip" as const),
  sizes: fc
    .array(fc.nat({ max: 12 }), { minLength: 1, maxLength: 4 })
    .filter((sizes) => sizes.some((size) => size > 0)),
  linkForm: fc.constantFrom("own" as const, "other" as const, "relative" as const),
  cutsTop: fc.boolean(),
});

const aQuestion = fc.record(
  {
    top: fc.oneof(fc.integer({ min: 1, max: 50 }), fc.constantFrom(5_000, 5_001, 100_000)),
    skip: fc.nat({ max: 45 }),
    group: fc.constantFrom("a", "b'&c", "none"),
    sorted: fc.constant(true),
  },
  { requiredKeys: [] },
);

type Question = typeof aQuestion extends fc.Arbitrary<infer T> ? T : never;

function toQuery({ top, skip, group, sorted }: Question): string {
  const query = new URLSearchParams();
  if (top !== undefined) query.set("$top", String(top));
  if (skip !== undefined) query.set("$skip", String(skip));
  if (group !== undefined) query.set("$filter", `Group eq '${group}'`);
  if (sorted) query.set("$orderby", "Number desc");
  return query.toString();
}

/** The rows that the question means, without any pages. */
function toAnswer(rows: readonly TableRow[], { top = Infinity, skip = 0, group, sorted }: Question): TableRow[] {
  const found = rows.filter(({ Group }) => group === undefined || Group === group);
  const ordered = sorted ? found.toSorted((a, b) => b.Number - a.Number) : found;
  return ordered.slice(skip, skip + top);
}

async function readAll(rows: readonly TableRow[], style: PagingStyle, question: Question): Promise<Followed> {
  return withSource(serveTable(rows, style), async ({ source }) => {
    const get = createGet({ ...source, links: { publicBaseUrl: BASE_URL, sealer: SEALER } });
    return follow(get, `instances/${INSTANCE_ID}/entities/Things/items?${toQuery(question)}`);
  });
}

test("whatever the table, the question and the source's way of paging, the links yield every row once, in order", async () => {
  await fc.assert(
    fc.asyncProperty(aTable, aStyle, aQuestion, async (rows, style, question) => {
      const { rows: read } = await readAll(rows, style, question);
      expect(read).toEqual(toAnswer(rows, question));
    }),
    { numRuns: RUNS },
  );
});

test("a source that links its pages costs no call more than it has pages", async () => {
  const rows = Array.from({ length: 10 }, (_, index) => ({ Id: `#${index}`, Group: "a", Number: index }));
  const style: PagingStyle = { kind: "links", sizes: [5], linkForm: "own", cutsTop: true };
  expect((await readAll(rows, style, {})).pages).toBe(2);
  // If there are no links, only an empty page is the end: a short one may have been cut.
  expect((await readAll(rows, { ...style, kind: "skip" }, {})).pages).toBe(3);
  expect((await readAll(rows, { ...style, kind: "skip" }, { top: 10 })).pages).toBe(2);
});
