import { cutPage, planRows } from "../../../shared/data/listItems";
import { type ItemOptions, type ItemsCursor, type LinkWalk, firstCursor, walkOn } from "../../../shared/data/options";
import { type RowsPage, type RowsQuery } from "../../../shared/model/entity";

const LINK = { kept: ["$filter"], rest: "$skiptoken=x" };

test.each<[ItemOptions, ItemsCursor]>([
  [{}, { after: { skip: 0 } }],
  [{ $skip: "7" }, { after: { skip: 7 } }],
  [
    { $top: "5", $filter: "x" },
    { after: { skip: 0 }, left: 5 },
  ],
])("a list that is asked for with %j begins at %j", (options, cursor) => {
  expect(firstCursor(options)).toEqual(cursor);
});

test.each<[ItemsCursor, RowsQuery]>([
  [{ after: { skip: 0 } }, { options: { $filter: "x" } }],
  [{ after: { skip: 7 } }, { options: { $filter: "x", $skip: "7" } }],
  [{ after: { skip: 7 }, left: 5_000 }, { options: { $filter: "x", $skip: "7", $top: "5000" } }],
  // Never a smaller one than is left: a source that links its pages would end the list with it.
  [{ after: { skip: 0 }, left: 5_001 }, { options: { $filter: "x" } }],
  [
    { after: { link: LINK }, left: 3 },
    { options: { $filter: "x" }, link: LINK },
  ],
])("at the cursor %j the source is asked %j", (cursor, query) => {
  expect(planRows({ $filter: "x", $top: "9", $skip: "2" }, cursor)).toEqual(query);
});

const rows = (count: number): RowsPage["rows"] => Array.from({ length: count }, (_, index) => ({ Id: index }));

interface Cut {
  readonly came: number;
  readonly link?: RowsPage["link"];
  readonly at: ItemsCursor;
  readonly kept: number;
  readonly next?: ItemsCursor;
}

test.each<[string, Cut]>([
  ["a full page", { came: 3, at: { after: { skip: 2 } }, kept: 3, next: { after: { skip: 5 } } }],
  ["an empty page", { came: 0, at: { after: { skip: 2 } }, kept: 0 }],
  ["a page with a link", { came: 3, link: LINK, at: { after: { skip: 2 } }, kept: 3, next: { after: { link: LINK } } }],
  [
    "an empty page with a link",
    { came: 0, link: LINK, at: { after: { skip: 2 } }, kept: 0, next: { after: { link: LINK } } },
  ],
  ["a linked page without one", { came: 3, at: { after: { link: LINK } }, kept: 3 }],
  ["all that is left", { came: 3, link: LINK, at: { after: { skip: 0 }, left: 3 }, kept: 3 }],
  ["more than is left", { came: 9, link: LINK, at: { after: { skip: 0 }, left: 3 }, kept: 3 }],
  [
    "less than is left",
    { came: 2, link: LINK, at: { after: { skip: 0 }, left: 3 }, kept: 2, next: { after: { link: LINK }, left: 1 } },
  ],
  [
    "less than is left, unlinked",
    { came: 2, at: { after: { skip: 4 }, left: 3 }, kept: 2, next: { after: { skip: 6 }, left: 1 } },
  ],
])("after %s the list goes on as it should", (_, { came, link, at, kept, next }) => {
  expect(cutPage({ rows: rows(came), ...(link && { link }) }, at)).toEqual({ rows: rows(kept), ...(next && { next }) });
});

test.each([
  ["itself", 0, 1],
  ["the page before", 0, 2],
  ["one of three", 5, 3],
  ["one of ten, after forty others", 40, 10],
  ["the first of a hundred", 1, 100],
])("links that lead back to %s are found within a bounded number of pages", (_, lead, length) => {
  let walk: LinkWalk | undefined = { links: 0, mark: "" };
  let pages = 0;
  for (; walk && pages < 10_000; pages += 1) {
    const rest = String(pages < lead ? pages : lead + ((pages - lead) % length));
    walk = walkOn(walk.links === 0 ? undefined : walk, { kept: [], rest });
  }
  expect(walk).toBeUndefined();
  expect(pages).toBeLessThanOrEqual(3 * (lead + length) + 1);
});

test("links that never come back are followed to their end", () => {
  let walk: LinkWalk | undefined;
  for (let page = 0; page < 3_000; page += 1) {
    walk = walkOn(walk, { kept: [], rest: String(page) });
    expect(walk?.links).toBe(page + 1);
  }
});
