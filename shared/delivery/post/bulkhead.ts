import { type ReceiverAnswer } from "../../model/delivery";
import { type CallbackRequest } from "../buildCallback";
import { type Post } from "./createPost";

/** Who is at one receiver host: how many have a turn, and who waits for one, first come first served. */
export interface HostQueue<Ticket> {
  readonly running: number;
  readonly waiting: readonly Ticket[];
  /** When a turn last ended, in ms of the clock that waiting is measured by. */
  readonly progressAt: number;
}

export const EMPTY: HostQueue<never> = { running: 0, waiting: [], progressAt: 0 };

/** Does work that has a turn at its host, and tells it how long it waited; "host-busy" when there was none in time. */
export type Bulkhead = <T>(
  host: string,
  mostWaitMs: number,
  work: (waitedMs: number) => Promise<T>,
) => Promise<T | "host-busy">;

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
    if (!(await waitForTurn(host, since, mostWaitMs))) return "host-busy";
    try {
      return await work(clockMs() - since);
    } finally {
      giveTurnBack(host);
    }
  };
}

/** `starts`: there was a free turn, and the ticket has it. */
export function takeTurn<Ticket>(
  queue: HostQueue<Ticket>,
  ticket: Ticket,
  most: number,
): { readonly queue: HostQueue<Ticket>; readonly starts: boolean } {
  return queue.running < most
    ? { queue: { ...queue, running: queue.running + 1 }, starts: true }
    : { queue: { ...queue, waiting: [...queue.waiting, ticket] }, starts: false };
}

/** Without a turn that ends in this time, a host hangs: whoever waits there would wait for nothing. */
const STALL_MS = 250;

/** How much longer it makes sense to wait when no turn ends meanwhile; 0 or less: give up. */
export function patienceMs(wait: { since: number; mostMs: number }, progressAt: number, now: number): number {
  return Math.min(wait.since + wait.mostMs, Math.max(wait.since, progressAt) + STALL_MS) - now;
}

export function leaveQueue<Ticket>(queue: HostQueue<Ticket>, ticket: Ticket): HostQueue<Ticket> {
  return { ...queue, waiting: queue.waiting.filter((each) => each !== ticket) };
}

/** The turn goes to whoever has waited longest. */
export function endTurn<Ticket>(
  { running, waiting }: HostQueue<Ticket>,
  now: number,
): { readonly queue: HostQueue<Ticket>; readonly next: Ticket | undefined } {
  const [next, ...rest] = waiting;
  return { queue: { running: next ? running : running - 1, waiting: rest, progressAt: now }, next };
}

/** Of the deadline; the rest is enough for a host whose turns end so quickly that somebody waits for one. */
const MAX_WAIT = 0.5;

/** A POST that waits for its turn at its host, within its deadline. Without one nothing was sent: it is no attempt. */
export function createCappedPost(
  post: Post,
  bulkhead: Bulkhead,
  deadlineMs: number,
): (callback: CallbackRequest) => Promise<ReceiverAnswer | "host-busy"> {
  return (callback) =>
    bulkhead(hostOf(callback), deadlineMs * MAX_WAIT, (waitedMs) => post(callback, deadlineMs - waitedMs));
}

/** What is no URL has no host to protect: `post` refuses it. */
function hostOf({ url }: CallbackRequest): string {
  return URL.canParse(url) ? new URL(url).host : "";
}
