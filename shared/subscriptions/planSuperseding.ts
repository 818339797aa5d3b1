import { type CallbackEntry, type SubscriptionKey } from "../model/subscription";
import { type Stored } from "./loadStored";

/** An earlier subscription with the same callback, newest first. Without `stored` its subscribe broke off or is under way. */
export interface Earlier extends CallbackEntry {
  readonly stored: Pick<Stored, "untilSequence"> | undefined;
}

export interface Superseding {
  /** To be ended in the transaction that makes the new one, where they are stored by then. */
  readonly ended: readonly SubscriptionKey[];
  readonly removed: readonly SubscriptionKey[];
}

/** Of those without a row: each is one more action in the transaction. */
const MOST_UNSTORED = 10;
/** Longer than any request is waited for, and than one that nobody waits for has been seen to take. */
const LONGEST_SUBSCRIBE_MS = 600_000;

/**
 * What becomes of a callback's earlier subscriptions. Those of the same instance end with the new one's first breath, so that
 * each event goes to one of them; their rows stay for the deliveries they still have. One that has ended keeps the end it has, and
 * goes when another has ended after it. What watches another instance goes at once. What is not stored yet keeps its entry:
 * by it the new one finds it when it looks again, and the purge what came too late for that.
 */
export function planSuperseding(
  earlier: readonly Earlier[],
  { key: { instanceId }, order }: CallbackEntry,
): Superseding {
  const here = earlier.filter(({ key }) => key.instanceId === instanceId);
  const elsewhere = earlier.filter(({ key, stored }) => stored && key.instanceId !== instanceId);
  const live = here.filter(({ stored }) => stored && stored.untilSequence === undefined);
  const past = here.filter(({ stored }) => stored?.untilSequence !== undefined);
  const unstored = earlier.filter(({ stored }) => !stored);
  const neverStored = unstored.slice(MOST_UNSTORED).filter((each) => each.order < order - LONGEST_SUBSCRIBE_MS);
  const soonStored = unstored.slice(0, MOST_UNSTORED).filter(({ key }) => key.instanceId === instanceId);
  return {
    ended: [...live, ...soonStored].map(toKey),
    removed: [...elsewhere, ...past.slice(live.length > 0 ? 0 : 1), ...neverStored].map(toKey),
  };
}

function toKey({ key }: Earlier): SubscriptionKey {
  return key;
}
