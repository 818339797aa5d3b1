import { type StoredEvent } from "../model/event";
import { type RefreshWish, type SubscriptionKey } from "../model/subscription";

/** A subscription that an event may be for: what its keys do not say. */
export interface Match {
  readonly key: SubscriptionKey;
  readonly afterSequence: number;
  readonly untilSequence?: number;
  readonly wish?: RefreshWish;
  /** Of its health: its deliveries go through the slow lane. */
  readonly slow?: boolean;
}

const PLAIN_WISH: RefreshWish = { includeManual: false, outcome: "completed" };

/**
 * Invariant 7: only events after the subscription was made, and none after a later subscription took over. Of full refreshes,
 * those that were wished for.
 */
export function isForSubscription({ afterSequence, untilSequence, wish }: Match, event: StoredEvent): boolean {
  const { sequence } = event;
  if (sequence <= afterSequence || (untilSequence !== undefined && sequence > untilSequence)) return false;
  return event.trigger !== "full-refresh-completed" || isWished(wish ?? PLAIN_WISH, event);
}

function isWished({ includeManual, outcome }: RefreshWish, { traits = {} }: StoredEvent): boolean {
  if (traits["submissionKind"] !== "scheduled" && !includeManual) return false;
  return traits["outcome"] === "completed" || outcome === "any";
}
