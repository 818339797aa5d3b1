import { type RowRange } from "./table";

/** What of a range comes after a row: no key is the beginning of another, so whatever is added to one stands before the next. */
export function afterRow({ from, before }: RowRange, row: string | undefined): RowRange {
  return { from: row === undefined || row < from ? from : `${row}~`, before };
}
