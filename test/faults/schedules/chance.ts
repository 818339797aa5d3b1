/** What a schedule leaves to chance: the same for the same seed and stream, on every machine. */
export interface Chance {
  /** In [0, 1). */
  readonly next: () => number;
  /** A whole number from `least` to `most`. */
  between(least: number, most: number): number;
  hit(probability: number): boolean;
  pick<T>(all: readonly T[]): T;
}

/** `stream` keeps the chances of one thing apart from those of another: a longer story does not change the weather. */
export function chanceFrom(seed: number, stream: string): Chance {
  let state = mix(seed, stream);
  // mulberry32: 32 bits of state are plenty for one schedule
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let bits = Math.imul(state ^ (state >>> 15), state | 1);
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
  };
  const between = (least: number, most: number): number => least + Math.floor(next() * (most - least + 1));
  return {
    next,
    between,
    hit: (probability) => probability > 0 && next() < probability,
    pick: (all) => {
      const picked = all[between(0, all.length - 1)];
      if (picked === undefined) throw new RangeError("nothing to pick from");
      return picked;
    },
  };
}

/** FNV-1a over the seed and the stream's name. */
function mix(seed: number, stream: string): number {
  let hash = 0x811c9dc5;
  for (const letter of `${seed}/${stream}`) hash = Math.imul(hash ^ letter.charCodeAt(0), 0x01000193);
  return hash >>> 0;
}
