import { type RowsQuery } from "../../model/entity";
import { type ItemOptions } from "./itemOptions";
import { type Place } from "./place";

/** More rows than that are not asked for at once, but page by page as the source likes. */
const MOST_AT_ONCE = 5_000;

/**
 * What to ask the source for a page. A `$top` goes to it whole or not at all: of a smaller one, a source that links its pages
 * would end the list too early.
 */
export function planRows(options: ItemOptions, { after, left }: Place): RowsQuery {
  const { $top: _top, $skip: _skip, ...others } = options;
  if ("link" in after) return { options: others, link: after.link };
  return {
    options: {
      ...others,
      ...(left !== undefined && left <= MOST_AT_ONCE && { $top: String(left) }),
      ...(after.skip > 0 && { $skip: String(after.skip) }),
    },
  };
}
