import { createHash } from "node:crypto";

export interface Random {
  /** At least 0, below 1. */
  next(): number;
  /** Both ends are possible. */
  integer(lowest: number, highest: number): number;
  pick<T>(items: readonly T[]): T;
}

/** A stream of numbers that depends on the names alone (mulberry32), so that asking for one thing never shifts another. */
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
