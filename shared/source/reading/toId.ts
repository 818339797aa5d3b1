import { toText } from "./toText";

// Ids become parts of storage keys, which are at most 512 characters.
const MAX_ID_LENGTH = 128;

/** An id of the source in lower case, because it writes uuids in either (reference 2.4). */
export function toId(value: unknown): string | undefined {
  const id = toText(value)?.toLowerCase();
  return id !== undefined && id.length <= MAX_ID_LENGTH ? id : undefined;
}
