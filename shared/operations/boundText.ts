import { shorten } from "../model/shorten";

const LONGEST = 200;

/** A name or a state of CI at a length that an answer can hold; `unknown` for an empty one. */
export function boundText(text: string): string {
  return text === "" ? "unknown" : shorten(text, LONGEST);
}
