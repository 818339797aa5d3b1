import { toText } from "./toText";

// Names become parts of addresses, which take no longer ones (toPath).
const MAX_NAME_LENGTH = 400;

/** A name that is the source's key for a thing: its casing is kept. */
export function toName(value: unknown): string | undefined {
  const name = toText(value);
  return name !== undefined && name.length <= MAX_NAME_LENGTH ? name : undefined;
}
