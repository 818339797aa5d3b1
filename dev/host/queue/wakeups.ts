/** Who waits for messages of which queue on this host, so that what it sends itself is found at once. */
export interface Wakeups {
  /** `queue` is the queue's URL. */
  subscribe(queue: string, wake: () => void): void;
  wake(queue: string): void;
}

export function createWakeups(): Wakeups {
  const listeners = new Map<string, (() => void)[]>();
  return {
    subscribe: (queue, wake) => void listeners.set(queue, [...(listeners.get(queue) ?? []), wake]),
    wake: (queue) => {
      for (const wake of listeners.get(queue) ?? []) wake();
    },
  };
}
