/** A clock that moves only when told, and whose waits end when it has come to their time. */
export interface FakeClock {
  readonly now: () => Date;
  readonly wait: (delayMs: number) => Promise<void>;
  /** Goes on from wait to wait, letting everything happen that follows from each. */
  readonly advance: (ms: number) => Promise<void>;
  /** Lets happen what needs no time. */
  readonly settle: () => Promise<void>;
}

export function aClock(start = Date.parse("2026-11-20T10:00:00Z")): FakeClock {
  let time = start;
  let waits: { at: number; end: () => void }[] = [];
  return {
    now: () => new Date(time),
    wait: async (delayMs) =>
      new Promise((end) => {
        waits.push({ at: time + delayMs, end });
      }),
    advance: async (ms) => {
      const until = time + ms;
      for (;;) {
        await settle();
        const next = Math.min(until, ...waits.map(({ at }) => at));
        time = Math.max(time, next);
        const due = waits.filter(({ at }) => at <= time);
        waits = waits.filter(({ at }) => at > time);
        for (const { end } of due) end();
        if (due.length === 0) return;
      }
    },
    settle,
  };
}

async function settle(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
