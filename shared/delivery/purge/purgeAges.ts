import { type Instant, after } from "../../model/instant";

/** How long things are kept, in days. */
export interface PurgeAges {
  /** Since they were detected; with their deliveries. */
  readonly events: number;
  /** Since they died. */
  readonly deadLetters: number;
  /** Since they became dormant, or another took over. */
  readonly subscriptions: number;
}

const DAY_SECONDS = 86_400;

/** What is of this time or earlier has been kept for long enough. */
export function daysBefore(now: Date, days: number): Instant {
  return after(now, -days * DAY_SECONDS);
}
