/**
 * Thresholds as parts of row keys. The hex of a value sorts like the value, so a range of keys is a range of values,
 * and a crossing reads only the subscriptions that it fires (docs/decisions/0007-a-threshold-is-part-of-the-key.md).
 */
import { DIRECTIONS, type Direction, type Threshold } from "./subscription";

const LETTERS: Readonly<Record<Direction, string>> = { above: "a", below: "b", either: "e" };

/** The two key parts of a threshold: its direction as one letter, its value as order-preserving hex. */
export function thresholdKey({ value, direction }: Threshold): { readonly letter: string; readonly hex: string } {
  return { letter: LETTERS[direction], hex: toOrderedHex(value) };
}

/** The threshold of two key parts; undefined for any other texts. */
export function parseThresholdKey(letter: string, hex: string): Threshold | undefined {
  const direction = DIRECTIONS.find((each) => LETTERS[each] === letter);
  const value = parseOrderedHex(hex);
  return direction === undefined || value === undefined ? undefined : { value, direction };
}

const SIGN = 1n << 63n;

const ALL_BITS = (1n << 64n) - 1n;

/**
 * A finite number as 16 hex digits that sort like the numbers: the IEEE-754 double, with the sign bit inverted for
 * positive numbers and all bits inverted for negative ones. -0 counts as 0.
 */
export function toOrderedHex(value: number): string {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value === 0 ? 0 : value);
  const bits = view.getBigUint64(0);
  return (bits & SIGN ? bits ^ ALL_BITS : bits | SIGN).toString(16).padStart(16, "0");
}

const PATTERN = /^[0-9a-f]{16}$/;

/** The number of an order-preserving hex; undefined for any other text. */
export function parseOrderedHex(hex: string): number | undefined {
  if (!PATTERN.test(hex)) return undefined;
  const ordered = BigInt(`0x${hex}`);
  const view = new DataView(new ArrayBuffer(8));
  view.setBigUint64(0, ordered & SIGN ? ordered ^ SIGN : ordered ^ ALL_BITS);
  const value = view.getFloat64(0);
  return Number.isFinite(value) ? value : undefined;
}
