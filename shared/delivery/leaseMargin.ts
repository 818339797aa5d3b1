/** A claim outlives the deadline of its POSTs by this: half of it may pass before they begin, half until they are recorded. */
export const LEASE_MARGIN_SECONDS = 5;

/**
 * False when a store that was slow has used the lease up: POSTs now could meet those of the next claim. The sweep takes the
 * chunk up.
 */
export function isLeaseFresh(claimedAt: Date, now: Date): boolean {
  return now.getTime() - claimedAt.getTime() <= (LEASE_MARGIN_SECONDS / 2) * 1000;
}
