/** A claim outlives the deadline of its POSTs by this: half of it may pass before they begin, half until they are recorded. */
export const LEASE_MARGIN_SECONDS = 5;
