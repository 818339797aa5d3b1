/** The simulator's own clock: it can run faster than the wall clock, stand still and jump ahead, but never go back. */
export interface Clock {
  /** The time on the simulator's clock, in milliseconds since 1970. */
  now(): number;
  advance(milliseconds: number): void;
  /** 1 runs like the wall clock, 60 makes a minute of every second, 0 stands still until `advance`. */
  setFactor(factor: number): void;
  factor(): number;
}

export function createClock(startAt: number, factor: number, wallClock: () => number = Date.now): Clock {
  let base = startAt;
  let anchor = wallClock();
  let speed = factor;
  const now = (): number => Math.floor(base + (wallClock() - anchor) * speed);
  const rebase = (at: number): void => {
    base = at;
    anchor = wallClock();
  };
  return {
    now,
    advance: (milliseconds) => rebase(now() + milliseconds),
    setFactor: (next) => {
      rebase(now());
      speed = next;
    },
    factor: () => speed,
  };
}
