import { type Instant, secondsSince } from "../model/instant";

/** How long after a step was due the sweep takes it for lost. */
export const RECOVERY_SECONDS = 20;

/** A claim outlives the deadline of its POSTs by this: half of it may pass before they begin, half until they are recorded. */
export const LEASE_MARGIN_SECONDS = 5;

/**
 * False when a store that was slow has used the lease up: POSTs now could meet those of the next claim. The chunk is
 * queued for then.
 */
export function isLeaseFresh(claimedAt: Date, now: Date): boolean {
  return now.getTime() - claimedAt.getTime() <= (LEASE_MARGIN_SECONDS / 2) * 1000;
}

const CLOCKS_DIFFER_SECONDS = 1;

/** Seconds until a claim's lease has ended on every host's clock. */
export function leaseLeftSeconds(leaseUntil: Instant, now: Date): number {
  return CLOCKS_DIFFER_SECONDS - secondsSince(leaseUntil, now);
}
