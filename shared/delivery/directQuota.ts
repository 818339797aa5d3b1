export interface DirectSlot {
  /** How many of so many chunks there is room for; it is taken until the place is left. */
  readonly reserve: (chunks: number) => number;
  readonly release: () => void;
}

/** What a process hands over without a queue, at once. */
export interface DirectQuota {
  /** Undefined when as many events are under way as there is room for. The place must be left when its event is. */
  readonly enter: () => DirectSlot | undefined;
}

export interface DirectQuotaSettings {
  readonly events: number;
  readonly chunks: number;
  readonly chunksPerEvent: number;
}

/** Bounds what receivers that hang can hold of a process: what finds no room goes through the queues. */
export function createDirectQuota(most: DirectQuotaSettings): DirectQuota {
  let events = 0;
  let chunks = 0;
  return {
    enter: () => {
      if (events >= most.events) return undefined;
      events += 1;
      let taken = 0;
      return {
        reserve: (wanted) => {
          const granted = Math.max(0, Math.min(wanted, most.chunksPerEvent - taken, most.chunks - chunks));
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
