/** Who is at one receiver host: how many have a turn, and who waits for one, first come first served. */
export interface HostQueue<Ticket> {
  readonly running: number;
  readonly waiting: readonly Ticket[];
  /** When a turn last ended, in ms of the clock that waiting is measured by. */
  readonly progressAt: number;
}

/** Without a turn that ends in this time, a host hangs: whoever waits there would wait for nothing. */
const STALL_MS = 250;

export const EMPTY: HostQueue<never> = { running: 0, waiting: [], progressAt: 0 };

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

/** The turn goes to whoever has waited longest. */
export function endTurn<Ticket>(
  { running, waiting }: HostQueue<Ticket>,
  now: number,
): { readonly queue: HostQueue<Ticket>; readonly next: Ticket | undefined } {
  const [next, ...rest] = waiting;
  return { queue: { running: next ? running : running - 1, waiting: rest, progressAt: now }, next };
}

export function leaveQueue<Ticket>(queue: HostQueue<Ticket>, ticket: Ticket): HostQueue<Ticket> {
  return { ...queue, waiting: queue.waiting.filter((each) => each !== ticket) };
}

/** How much longer it makes sense to wait when no turn ends meanwhile; 0 or less: give up. */
export function patienceMs(wait: { since: number; mostMs: number }, progressAt: number, now: number): number {
  return Math.min(wait.since + wait.mostMs, Math.max(wait.since, progressAt) + STALL_MS) - now;
}
