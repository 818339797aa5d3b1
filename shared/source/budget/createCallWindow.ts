export interface CallWindow {
  /** How many calls may be made now so that `spare` of them stay free. */
  readonly free: (now: number, spare: number) => number;
  /** When at least one may be made; `now` or earlier when that is so already. */
  readonly freeAt: (now: number, spare: number) => number;
  readonly use: (now: number) => void;
}

const WINDOW_MS = 60_000;

/** The calls of this process in the last 60 seconds, of which there are never more than `callsPerMinute`. Times in ms. */
export function createCallWindow(callsPerMinute: number): CallWindow {
  let times: number[] = [];
  const prune = (now: number): void => {
    // A clock that was set back must not keep calls in the window for as long as it was set back.
    times = times.filter((at) => at > now - WINDOW_MS).map((at) => Math.min(at, now));
  };
  return {
    free: (now, spare) => {
      prune(now);
      return Math.max(0, callsPerMinute - spare - times.length);
    },
    freeAt: (now, spare) => {
      prune(now);
      const leaving = times[times.length - (callsPerMinute - spare)];
      return leaving === undefined ? now : leaving + WINDOW_MS;
    },
    use: (now) => void times.push(now),
  };
}
