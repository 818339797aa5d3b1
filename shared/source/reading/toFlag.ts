import { toWord } from "./toWord";

/** A boolean of the source, written as one or as a text. */
export function toFlag(value: unknown): boolean | undefined {
  if (typeof value === "boolean") return value;
  const word = toWord(value);
  return word === "true" || word === "false" ? word === "true" : undefined;
}
