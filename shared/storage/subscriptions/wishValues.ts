import { type RefreshWish } from "../../model/subscription";
import { TRUTH } from "../rows/rowSchema";
import { type Values } from "../table/table";

/** A subscription's wish as columns of its row; both absent when it has none. */
export interface WishRow {
  readonly includeManual?: boolean;
  readonly outcome?: RefreshWish["outcome"];
}

export const WISH_COLUMNS = { includeManual: TRUTH, outcome: { enum: ["completed", "any"] } };

export function toWish({ includeManual, outcome }: WishRow): { readonly wish?: RefreshWish } {
  return includeManual === undefined || outcome === undefined ? {} : { wish: { includeManual, outcome } };
}

export function fromWish(wish: RefreshWish | undefined): Values {
  return { includeManual: wish?.includeManual, outcome: wish?.outcome };
}
