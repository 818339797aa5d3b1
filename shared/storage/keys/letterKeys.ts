import { createHash } from "node:crypto";
import { type Instant } from "../../model/instant";
import { type RowRange } from "../table/table";
import { prefixRange } from "./prefixRange";

const PREFIX = "letter:";
/** The last millisecond that a `Date` can be. */
const LATEST_MS = 8_640_000_000_000_000;
const DIGITS = 16;
const HASH_LENGTH = 24;

/** Newest first; `of` names what has died, so that storing its letter twice makes one row. */
export function letterRow(diedAt: Instant, of: readonly (string | number)[]): string {
  return `${atPrefix(diedAt)}${createHash("sha256").update(of.join("\n")).digest("hex").slice(0, HASH_LENGTH)}`;
}

/** The letters of those that died at `since` or later and before `until`; absent: no such end. */
export function letterRange({ since, until }: { readonly since?: Instant; readonly until?: Instant }): RowRange {
  const all = prefixRange(PREFIX);
  return {
    from: until === undefined ? all.from : prefixRange(atPrefix(until)).before,
    before: since === undefined ? all.before : prefixRange(atPrefix(since)).before,
  };
}

function atPrefix(diedAt: Instant): string {
  return `${PREFIX}${String(LATEST_MS - Date.parse(diedAt)).padStart(DIGITS, "0")}.`;
}
