/** Texts from outside, as this app takes them: ids, long messages, JSON that may not be JSON. */

/**
 * A UUID anywhere in a text, in any casing; `UUID.source` is part of longer patterns. Ids of instances, data sources
 * and tenants are kept in lower case once they are checked, so that one thing has one key.
 */
export const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/i;

/** True for a text that is one UUID and nothing else. */
export function isUuid(text: string): boolean {
  return WHOLE.test(text);
}

const WHOLE = new RegExp(`^${UUID.source}$`, "i");

/** A text of at most `limit` UTF-16 units. A longer text is cut between two characters and ends with "…". */
export function shorten(text: string, limit: number): string {
  if (text.length <= limit) return text;
  return `${text.slice(0, limit - 1).replace(/[\uD800-\uDBFF]$/, "")}…`;
}

/**
 * The value of a JSON text; undefined when the text is not JSON, which has no undefined. A byte order mark is skipped.
 */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, "")) as unknown;
  } catch {
    return undefined;
  }
}
