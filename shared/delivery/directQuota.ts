/**
 * The quota of what a process delivers directly, without a queue (`handOverEvent.ts`). It bounds what receivers that
 * hang can hold of a process; what is beyond it goes through the queues.
 */

/** The slot of one event. */
export interface DirectSlot {
  /** Reserves up to `chunks` chunks until the slot is released. Returns how many it got. */
  readonly reserve: (chunks: number) => number;
  readonly release: () => void;
}

export interface DirectQuota {
  /** A slot for an event, which must be released at its end; undefined when all are taken. */
  readonly enter: () => DirectSlot | undefined;
}

/** The most at once: events, chunks of all events, and chunks of one event. */
export interface DirectQuotaSettings {
  readonly events: number;
  readonly chunks: number;
  readonly chunksPerEvent: number;
}

export function createDirectQuota(max: DirectQuotaSettings): DirectQuota {
  let events = 0;
  let chunks = 0;
  return {
    enter: () => {
      if (events >= max.events) return undefined;
      events += 1;
      let taken = 0;
      return {
        reserve: (wanted) => {
          const granted = Math.max(0, Math.min(wanted, max.chunksPerEvent - taken, max.chunks - chunks));
          taken += granted;
          chunks += granted;
          return granted;
        },
        release: () => {
          events -= 1;
          chunks -= taken;
          taken = 0;
        },
      };
    },
  };
}
