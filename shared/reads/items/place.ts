import { type RowsLink } from "../../model/entity";
import { type ItemOptions } from "./itemOptions";

/** Where a list goes on: after so many rows, or where the source says. */
export interface Place {
  readonly after: { readonly skip: number } | { readonly link: RowsLink };
  /** Rows that the caller's `$top` still allows; absent where there is none. */
  readonly left?: number;
}

/** Where a list begins. */
export function firstPlace({ $top, $skip = "0" }: ItemOptions): Place {
  return { after: { skip: Number($skip) }, ...($top !== undefined && { left: Number($top) }) };
}
