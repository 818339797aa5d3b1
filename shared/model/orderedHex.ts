const SIGN = 1n << 63n;
const ALL = (1n << 64n) - 1n;
const PATTERN = /^[0-9a-f]{16}$/;

/**
 * A finite number as 16 hex digits whose order as text is the numbers' order: the IEEE-754 double, with the sign bit turned for
 * positive numbers and all bits for negative ones. -0 is 0.
 */
export function toOrderedHex(value: number): string {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value === 0 ? 0 : value);
  const bits = view.getBigUint64(0);
  return (bits & SIGN ? bits ^ ALL : bits | SIGN).toString(16).padStart(16, "0");
}

/** Undefined when it is no number's hex. */
export function parseOrderedHex(hex: string): number | undefined {
  if (!PATTERN.test(hex)) return undefined;
  const ordered = BigInt(`0x${hex}`);
  const view = new DataView(new ArrayBuffer(8));
  view.setBigUint64(0, ordered & SIGN ? ordered ^ SIGN : ordered ^ ALL);
  const value = view.getFloat64(0);
  return Number.isFinite(value) ? value : undefined;
}
