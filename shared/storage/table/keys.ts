import { createHash } from "node:crypto";
import { type RowRange } from "./table";

/** All rows of a partition: no row key of ours begins with this many tildes. */
export const EVERY_ROW: RowRange = { from: "", before: "~~~~" };

/** Of the 512 characters that a key may have; the rest is for what stands before an escaped text. */
const LONGEST = 400;

const HASH_LENGTH = 64;

const UNSAFE = /[^A-Za-z0-9_-]/g;

/**
 * A text as part of a row or partition key: letters, digits, `_` and `-` stay, each other UTF-16 unit becomes `~` and four hex
 * digits, so that two texts never share a key. A long one keeps its beginning and ends in `~~` and its SHA-256.
 */
export function escapeKey(text: string): string {
  const escaped = text.replaceAll(UNSAFE, (unit) => `~${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
  if (escaped.length <= LONGEST) return escaped;
  const hash = createHash("sha256").update(Buffer.from(text, "utf16le")).digest("hex");
  return `${escaped.slice(0, LONGEST - HASH_LENGTH)}~~${hash}`;
}

/** Every row key that begins with `prefix`. */
export function prefixRange(prefix: string): RowRange {
  const last = prefix.charCodeAt(prefix.length - 1);
  return { from: prefix, before: prefix.slice(0, -1) + String.fromCharCode(last + 1) };
}
