import { type Row, type RowsPage } from "../../model/entity";
import { type Place } from "./place";

interface CutPage {
  readonly rows: readonly Row[];
  /** Absent when the list ends here. */
  readonly next?: Place;
}

/**
 * The rows that the caller gets of the page at a place, and where the list goes on (reference/customer-insights-api.md A22,
 * A23): at the source's link; without one after the rows that came, because a short page may be one that the source cut.
 * Then only an empty page is the end.
 */
export function cutPage(page: RowsPage, { after, left = Infinity }: Place): CutPage {
  const rows = page.rows.slice(0, left);
  const next = rows.length === left ? undefined : placeAfter(page, after);
  if (!next) return { rows };
  return { rows, next: { after: next, ...(left !== Infinity && { left: left - rows.length }) } };
}

function placeAfter({ rows, link }: RowsPage, after: Place["after"]): Place["after"] | undefined {
  if (link) return { link };
  // Who has linked its pages so far has none to come.
  return rows.length === 0 || "link" in after ? undefined : { skip: after.skip + rows.length };
}
