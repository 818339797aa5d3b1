import { type RowRange } from "../table/table";

/** Every row key that begins with `prefix`. */
export function prefixRange(prefix: string): RowRange {
  const last = prefix.charCodeAt(prefix.length - 1);
  return { from: prefix, before: prefix.slice(0, -1) + String.fromCharCode(last + 1) };
}
