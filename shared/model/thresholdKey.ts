import { parseOrderedHex, toOrderedHex } from "./orderedHex";
import { DIRECTIONS, type Direction, type Threshold } from "./subscription";

const LETTERS: Readonly<Record<Direction, string>> = { above: "a", below: "b", either: "e" };

/** The two key parts of a threshold: its direction as one letter, its value as order-preserving hex. */
export function thresholdKey({ value, direction }: Threshold): { readonly letter: string; readonly hex: string } {
  return { letter: LETTERS[direction], hex: toOrderedHex(value) };
}

/** Undefined when the parts are no threshold's. */
export function parseThresholdKey(letter: string, hex: string): Threshold | undefined {
  const direction = DIRECTIONS.find((each) => LETTERS[each] === letter);
  const value = parseOrderedHex(hex);
  return direction === undefined || value === undefined ? undefined : { value, direction };
}
