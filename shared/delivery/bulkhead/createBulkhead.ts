import { EMPTY, type HostQueue, endTurn, leaveQueue, patienceMs, takeTurn } from "./hostQueue";

/** Does work that has a turn at its host, and tells it how long it waited; "no-turn" when there was none in time. */
export type Bulkhead = <T>(
  host: string,
  mostWaitMs: number,
  work: (waitedMs: number) => Promise<T>,
) => Promise<T | "no-turn">;

interface Waiter {
  readonly begin: () => void;
}

/** At most `most` turns at one host at once, in this process: one that hangs cannot take the places of all others. */
export function createBulkhead(most: number, clockMs: () => number = () => performance.now()): Bulkhead {
  const hosts = new Map<string, HostQueue<Waiter>>();
  const queueAt = (host: string): HostQueue<Waiter> => hosts.get(host) ?? EMPTY;

  /** Resolves to false when waiting makes no sense any more. */
  const waitForTurn = (host: string, since: number, mostMs: number): Promise<boolean> =>
    new Promise((resolve) => {
      let timer: NodeJS.Timeout | undefined;
      const waiter: Waiter = {
        begin: () => {
          clearTimeout(timer);
          resolve(true);
        },
      };
      const taken = takeTurn(queueAt(host), waiter, most);
      hosts.set(host, taken.queue);
      const watch = (): void => {
        const leftMs = patienceMs({ since, mostMs }, queueAt(host).progressAt, clockMs());
        if (leftMs > 0) {
          timer = setTimeout(watch, leftMs);
          return;
        }
        hosts.set(host, leaveQueue(queueAt(host), waiter));
        resolve(false);
      };
      if (taken.starts) resolve(true);
      else watch();
    });

  const giveTurnBack = (host: string): void => {
    const { queue, next } = endTurn(queueAt(host), clockMs());
    if (queue.running === 0) hosts.delete(host);
    else hosts.set(host, queue);
    next?.begin();
  };

  return async (host, mostWaitMs, work) => {
    const since = clockMs();
    if (!(await waitForTurn(host, since, mostWaitMs))) return "no-turn";
    try {
      return await work(clockMs() - since);
    } finally {
      giveTurnBack(host);
    }
  };
}
