/** Row and partition keys: ranges of them, and texts as parts of them. */
import { createHash } from "node:crypto";
import { type RowRange } from "./table";

/** All rows of a partition: no row key begins with so many tildes. */
export const EVERY_ROW: RowRange = { from: "", before: "~~~~" };

/** Keys are limited to 512 characters; 112 are reserved for the prefix of an escaped text. */
const MAX_LENGTH = 400;

const HASH_LENGTH = 64;

const UNSAFE = /[^A-Za-z0-9_-]/g;

/**
 * A text as part of a row or partition key: letters, digits, `_` and `-` stay, each other UTF-16 unit becomes `~` and
 * four hex digits, so that two texts never share a key. A longer text keeps its beginning and ends in `~~` and its
 * SHA-256.
 */
export function escapeKey(text: string): string {
  const escaped = text.replaceAll(UNSAFE, (unit) => `~${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
  if (escaped.length <= MAX_LENGTH) return escaped;
  const hash = createHash("sha256").update(Buffer.from(text, "utf16le")).digest("hex");
  return `${escaped.slice(0, MAX_LENGTH - HASH_LENGTH)}~~${hash}`;
}

/** The row keys that begin with `prefix`. */
export function prefixRange(prefix: string): RowRange {
  const last = prefix.charCodeAt(prefix.length - 1);
  return { from: prefix, before: prefix.slice(0, -1) + String.fromCharCode(last + 1) };
}
