/**
 * The lease of a claim, and how a delivery survives the death of its host.
 *
 * A host claims a chunk before it POSTs: one conditional write counts the claim and sets the lease, which is the
 * deadline of the POSTs and 5 s more (15 s in the normal lane, 35 s in the slow one, by default). If the host dies
 * between claim and record, nobody touches the chunk until the lease has ended. Then the sweep, which runs every 15 s
 * on any host, finds the chunk due and queues its next claim (`sweep.ts`), so that the next attempt begins within a
 * minute. If the host also died before the event was handed over, the event's marker is due after 20 s, and
 * `dispatchEvent` queues the chunks again.
 *
 * Nothing is doubled: a task names the number of the claim it is for, the claim is written by the row's version, so
 * only one host gets it, and a record by an older claim is refused ("lost"). Leases end after the deadline of their
 * POSTs, so that two hosts never call the same flow at once. What may come twice is a POST that was sent and whose
 * answer was not recorded when its host died; it carries the same `webhook-id`.
 *
 * A claim uses up an attempt number, whether its POST was sent or not: the attempt after such a death is the second,
 * and has the second's place in the retry schedule.
 */
import { type Instant, secondsSince } from "../model/instant";

/** How long after a step was due the sweep takes it for lost. */
export const RECOVERY_SECONDS = 20;

/**
 * A claim outlives the deadline of its POSTs by this: half of it may pass before they begin, half until they are
 * recorded.
 */
export const LEASE_MARGIN_SECONDS = 5;

/** A POST begins at the latest this long after its claim. */
export const LATEST_START_SECONDS = LEASE_MARGIN_SECONDS / 2;

/**
 * False when storage was so slow that half of the margin has passed since the claim: a POST that began now could still
 * run when the next claim's does. The caller queues the chunk for the end of the lease instead.
 */
export function isLeaseFresh(claimedAt: Date, now: Date): boolean {
  return now.getTime() - claimedAt.getTime() <= LATEST_START_SECONDS * 1000;
}

/** The clocks of two hosts differ by less than this. */
const CLOCKS_DIFFER_SECONDS = 1;

/** Seconds until a claim's lease has ended on every host's clock. */
export function leaseLeftSeconds(leaseUntil: Instant, now: Date): number {
  return CLOCKS_DIFFER_SECONDS - secondsSince(leaseUntil, now);
}
