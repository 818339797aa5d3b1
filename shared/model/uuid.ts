/**
 * UUIDs in their text form, in any casing: ids of instances, data sources, tenants. An id from outside is checked here
 * and then kept in lower case, so that one thing has one key.
 */

/** A UUID anywhere in a text; `UUID.source` is part of longer patterns. */
export const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/i;

/** True for a text that is one UUID and nothing else. */
export function isUuid(text: string): boolean {
  return WHOLE.test(text);
}

const WHOLE = new RegExp(`^${UUID.source}$`, "i");
