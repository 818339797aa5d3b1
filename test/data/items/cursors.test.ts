import { cutPage, planRows } from "../../../shared/data/listItems";
import { type ItemOptions, type ItemsCursor, firstCursor } from "../../../shared/data/options";
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
