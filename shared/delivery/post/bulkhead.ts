/**
 * The bulkhead: how many POSTs may be under way to one receiver host at once, so that a host that hangs cannot take the
 * connections of all others. A POST that finds its host full waits for its turn, in order, for as long as that makes
 * sense; else it is not sent ("host-busy") and its delivery is requeued (`followUps.ts`).
 */
import { type ReceiverAnswer } from "../../model/delivery";
import { type CallbackRequest } from "../buildCallback";
import { type Post } from "./createPost";

/** The state of one receiver host: how many have a turn, and who waits for one, first come first served. */
export interface HostQueue<Ticket> {
  readonly running: number;
  readonly waiting: readonly Ticket[];
  /** When a turn last ended, in ms of the clock that measures the waits. */
  readonly progressAt: number;
}

export const EMPTY: HostQueue<never> = { running: 0, waiting: [], progressAt: 0 };

/** Runs `work` when it has its turn at `host`, with how long it waited. "host-busy" when it got no turn in time. */
export type Bulkhead = <T>(
  host: string,
  maxWaitMs: number,
  work: (waitedMs: number) => Promise<T>,
) => Promise<T | "host-busy">;

interface Waiter {
  readonly begin: () => void;
}

/** Creates the bulkhead of this process, with at most `max` turns at one host at once. */
export function createBulkhead(max: number, clockMs: () => number = () => performance.now()): Bulkhead {
  const hosts = new Map<string, HostQueue<Waiter>>();
  const queueAt = (host: string): HostQueue<Waiter> => hosts.get(host) ?? EMPTY;

  /** Resolves to false when waiting makes no sense any more. */
  const waitForTurn = (host: string, since: number, maxMs: number): Promise<boolean> =>
    new Promise((resolve) => {
      let timer: NodeJS.Timeout | undefined;
      const waiter: Waiter = {
        begin: () => {
          clearTimeout(timer);
          resolve(true);
        },
      };
      const taken = takeTurn(queueAt(host), waiter, max);
      hosts.set(host, taken.queue);
      const watch = (): void => {
        const leftMs = patienceMs({ since, maxMs }, queueAt(host).progressAt, clockMs());
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

  return async (host, maxWaitMs, work) => {
    const since = clockMs();
    if (!(await waitForTurn(host, since, maxWaitMs))) return "host-busy";
    try {
      return await work(clockMs() - since);
    } finally {
      giveTurnBack(host);
    }
  };
}

/** Gives the ticket a free turn (`starts`), or lets it wait for one. */
export function takeTurn<Ticket>(
  queue: HostQueue<Ticket>,
  ticket: Ticket,
  max: number,
): { readonly queue: HostQueue<Ticket>; readonly starts: boolean } {
  return queue.running < max
    ? { queue: { ...queue, running: queue.running + 1 }, starts: true }
    : { queue: { ...queue, waiting: [...queue.waiting, ticket] }, starts: false };
}

/** If no turn at a host ends within this time, the host hangs, and nobody queues for it any longer. */
const STALL_MS = 250;

/** How much longer it makes sense to wait when no turn ends meanwhile; 0 or less: give up. */
export function patienceMs(wait: { since: number; maxMs: number }, progressAt: number, now: number): number {
  return Math.min(wait.since + wait.maxMs, Math.max(wait.since, progressAt) + STALL_MS) - now;
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

/**
 * The part of the deadline that a POST may wait for its turn. The other half is enough: waiting goes on only at a host
 * whose turns end quickly.
 */
const MAX_WAIT = 0.5;

/**
 * A POST that waits for its turn at its host, within its deadline. If it gets none, nothing was sent, and no attempt
 * made.
 */
export function createCappedPost(
  post: Post,
  bulkhead: Bulkhead,
  deadlineMs: number,
): (callback: CallbackRequest) => Promise<ReceiverAnswer | "host-busy"> {
  return (callback) =>
    bulkhead(hostOf(callback), deadlineMs * MAX_WAIT, (waitedMs) => post(callback, deadlineMs - waitedMs));
}

/** The host of a callback. A text that is no URL has no host to protect, and `post` refuses it. */
function hostOf({ url }: CallbackRequest): string {
  return URL.canParse(url) ? new URL(url).host : "";
}
