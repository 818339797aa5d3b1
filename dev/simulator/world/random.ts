/** Random numbers and ids that depend on names alone, so that the same seed makes the same world. */
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

export interface Random {
  /** A number of at least 0 and below 1. */
  next(): number;
  /** Both ends are possible. */
  integer(lowest: number, highest: number): number;
  pick<T>(items: readonly T[]): T;
}

/**
 * A stream of numbers that depends on the names alone (mulberry32), so that asking for one thing never shifts another.
 */
export function createRandom(...names: readonly (string | number)[]): Random {
  let state = createHash("sha256").update(names.join(":")).digest().readUInt32LE(0);
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const integer = (lowest: number, highest: number): number => lowest + Math.floor(next() * (highest - lowest + 1));
  return { next, integer, pick: (items) => items[integer(0, items.length - 1)] as (typeof items)[number] };
}
