import { defined } from "../model/defined";
import { CodedError } from "../model/errors";
import { type CallbackEntry, type Subscription, type SubscriptionKey, isOlder } from "../model/subscription";
import { type SubscriptionPorts } from "./ports";

/** A stored subscription as far as those that take its place need it. */
export interface Stored extends Pick<Subscription, "key" | "untilSequence"> {
  /** Absent when it cannot be read. */
  readonly whole?: Subscription;
}

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
const MAX_UNSTORED = 10;

/** Longer than any request is waited for, and than one that nobody waits for has been seen to take. */
const MAX_SUBSCRIBE_MS = 600_000;

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
  const neverStored = unstored.slice(MAX_UNSTORED).filter((each) => each.order < order - MAX_SUBSCRIBE_MS);
  const soonStored = unstored.slice(0, MAX_UNSTORED).filter(({ key }) => key.instanceId === instanceId);
  return {
    ended: [...live, ...soonStored].map(toKey),
    removed: [...elsewhere, ...past.slice(live.length > 0 ? 0 : 1), ...neverStored].map(toKey),
  };
}

function toKey({ key }: Earlier): SubscriptionKey {
  return key;
}

type LoadDeps = Pick<SubscriptionPorts, "loadSubscription">;

type SupersedeDeps = LoadDeps & Pick<SubscriptionPorts, "listByCallback" | "endSubscription" | "removeSubscriptions">;

/**
 * Leaves one live subscription of those made at the same moment. Each looks after it is stored, so the later of two to be stored
 * sees both, and the older ends where the newer begins. A newer one that is not stored counts for nothing: its host may
 * have died, and the flow would be without any.
 */
export async function endOlderConcurrent(
  subscription: Subscription,
  order: number,
  deps: SupersedeDeps,
): Promise<void> {
  const mine = { key: subscription.key, order };
  const entries = await deps.listByCallback(subscription);
  const others = entries.filter(({ key }) => key.random !== mine.key.random);
  const stored = await Promise.all(others.map(async (entry) => ({ entry, found: await loadStored(entry.key, deps) })));
  const inOrder = stored.toSorted((a, b) => (isOlder(a.entry, b.entry) ? -1 : 1));
  for (const { entry, found } of inOrder)
    if (found && found.untilSequence === undefined && isOlder(entry, mine))
      await endOlder(found.key, subscription, deps);
  const next = inOrder.find(({ entry, found }) => found?.whole && isOlder(mine, entry))?.found?.whole;
  if (next) await endOlder(subscription.key, next, deps);
}

/**
 * Undefined when it is not there. One that cannot be read, such as one whose encryption key is gone, counts as live: to save or
 * delete its flow is what helps against that, so it must not be what fails.
 */
export async function loadStored(key: SubscriptionKey, { loadSubscription }: LoadDeps): Promise<Stored | undefined> {
  try {
    const whole = await loadSubscription(key);
    if (!whole) return undefined;
    const { untilSequence } = whole;
    return { key, whole, ...defined({ untilSequence }) };
  } catch (error) {
    if (!(error instanceof CodedError) || error.code === "storage-unavailable") throw error;
    return { key };
  }
}

/** Both have one callback. As `planSuperseding` has it: of the same instance it keeps its row for what it has open; of another it goes at once. */
async function endOlder(older: SubscriptionKey, newer: Subscription, deps: SupersedeDeps): Promise<void> {
  if (older.instanceId === newer.key.instanceId) await deps.endSubscription(older, newer.afterSequence);
  else await deps.removeSubscriptions(newer, [older]);
}
