import { createHash } from "node:crypto";

/** A version 4 shaped uuid that depends on the names alone. */
export function makeId(...names: readonly (string | number)[]): string {
  const hex = makeHex(...names);
  const variant = ((parseInt(hex.charAt(16), 16) & 3) | 8).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    variant + hex.slice(17, 20),
    hex.slice(20, 32),
  ].join("-");
}

/** 32 hexadecimal digits, as the source writes customer ids. */
export function makeHex(...names: readonly (string | number)[]): string {
  return createHash("sha256").update(names.join(":")).digest("hex").slice(0, 32);
}
