const SHORTEST_DELAY_MS = 100;

/**
 * Milliseconds to the next look at a queue that was empty `emptyReceives` times in a row: doubling, ±20 %, up to the
 * maximum. `random` is 0 to 1.
 */
export function pollDelay(emptyReceives: number, longestMs: number, random: number): number {
  if (emptyReceives <= 1) return Math.min(SHORTEST_DELAY_MS, longestMs);
  const increment = SHORTEST_DELAY_MS * 2 ** (emptyReceives - 2) * (0.8 + 0.4 * random);
  return Math.min(SHORTEST_DELAY_MS + increment, longestMs);
}
