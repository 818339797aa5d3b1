/**
 * Delivery: events that were found are brought to the flows that subscribed to them. It decides who is called, when a
 * failed call is tried again and when it is given up. It does not find events (detection), store rows (storage fits
 * `ports.ts`) or make subscriptions.
 *
 * Start here. An event takes one of two ways:
 * - The process that stored the event hands it over at once (`handOverEvent`): it stores the chunks of the first page
 *   of subscriptions already claimed and POSTs, without a queue. `directQuota.ts` bounds how much.
 * - All else goes through queues: `dispatchEvent.ts` stores chunks page by page, `deliverChunk.ts` claims one and
 *   POSTs.
 *
 * Both ways meet in `attemptChunk.ts`, `attempt.ts` and `retryPolicy.ts`. `sweep.ts` takes up what a dead host has
 * left, `deadLetters` what was given up, `purge` removes what is old, and `post` makes the POST.
 */
import { type Chunk, type Pending, type StoredChunk, type StoredPage } from "../model/delivery";
import { type StoredEvent, toReference } from "../model/event";
import { addSeconds } from "../model/instant";
import { type Subscription } from "../model/subscription";
import { type AttemptDeps, attemptChunk } from "./attemptChunk";
import { type DirectSlot } from "./directQuota";
import { RECOVERY_SECONDS, isLeaseFresh, leaseLeftSeconds } from "./lease";
import { advancePending, isForSubscription, planChunks, storePage } from "./planChunks";
import { type DeliveryPorts } from "./ports";

export type HandOverDeps = AttemptDeps &
  Pick<
    DeliveryPorts,
    "loadMatching" | "storeChunks" | "savePending" | "removePending" | "queueDispatch" | "directQuota" | "leaseSeconds"
  >;

/**
 * Hands an event over in the process that has just stored it, and calls the first flows at once. `marker` is the
 * pending marker as it was stored with the event. Every other dispatcher moves it before it stores anything, so a
 * process that can still remove it by this version knows that no other has begun. An event that is beyond the quota, or
 * that fails before its first POST, goes through queue `events`.
 */
export async function handOverEvent(event: StoredEvent, marker: Pending, deps: HandOverDeps): Promise<void> {
  const slot = deps.directQuota.enter();
  if (!slot) return deps.queueDispatch(toReference(event));
  const { eventId, trigger } = event;
  try {
    await deps.inSpan({ name: "handOverEvent", attributes: { eventId, trigger } }, async () => {
      const ours = await storeFirstPage(event, slot, deps).catch((error: unknown) => queueInstead(event, error, deps));
      if (ours) await deliverPage(event, marker, ours, deps);
    });
  } finally {
    slot.release();
  }
}

/** A page that this process has stored. Some of its chunks were claimed in the same write, at `claimedAt`. */
interface OurPage {
  readonly page: StoredPage;
  readonly matched: readonly Subscription[];
  readonly claimedAt: Date;
}

/** Stores the first page. Undefined when another dispatcher has stored it, which goes on with it then. */
async function storeFirstPage(event: StoredEvent, slot: DirectSlot, deps: HandOverDeps): Promise<OurPage | undefined> {
  const { items, cursor } = await deps.loadMatching(event);
  const matched = items.filter((each) => isForSubscription(each, event));
  const claimedAt = deps.now();
  const targets = matched.map(({ key, health }) => ({ key, slow: health?.slow ?? false }));
  const planned = planChunks(toReference(event), 0, targets, addSeconds(claimedAt, RECOVERY_SECONDS));
  const direct = slot.reserve(planned.filter(({ lane }) => lane === "normal").length);
  const dueAt = addSeconds(claimedAt, deps.leaseSeconds);
  const chunks = planned.map((chunk, index): Chunk => (index < direct ? { ...chunk, claims: 1, dueAt } : chunk));
  const page = await storePage(toReference(event), 0, { chunks, cursor }, deps);
  const outcome = page.isOurs ? "handed-over" : "overtaken";
  const subscriptions = matched.length;
  deps.log({ name: "event.dispatched", ...toReference(event), outcome, subscriptions, direct });
  return page.isOurs ? { page, matched, claimedAt } : undefined;
}

/** Leaves the event to queue `events`, with the reason in the log. */
async function queueInstead(event: StoredEvent, error: unknown, deps: HandOverDeps): Promise<undefined> {
  deps.log({ name: "event.dispatched", ...toReference(event), outcome: "queued", reason: String(error) });
  await deps.queueDispatch(toReference(event));
}

/**
 * Delivers the claimed chunks and hands the rest over. The marker is removed when the page was the only one and all its
 * deliveries have ended; otherwise it is saved with how far the event was handed over.
 */
async function deliverPage(event: StoredEvent, marker: Pending, ours: OurPage, deps: HandOverDeps): Promise<void> {
  const { page, matched, claimedAt } = ours;
  const claimed = page.chunks.filter(({ chunk }) => chunk.claims > 0);
  const isWhole = claimed.length === page.chunks.length && page.cursor === undefined;
  const isFresh = isLeaseFresh(claimedAt, deps.now());
  const known = new Map(matched.map((each) => [each.key.random, each]));
  const work = claimed.map((each) => (isFresh ? deliver(event, each, known, deps) : postpone(each, deps)));
  if (!isWhole) work.push(handOverRest(marker, page, deps).then(() => true));
  // All run to their end: one that fails must not leave POSTs behind that nobody waits for.
  const ended = await Promise.allSettled(work);
  for (const each of ended) if (each.status === "rejected") throw each.reason;
  if (!isWhole) return;
  const isOver = ended.every((each) => each.status === "fulfilled" && each.value);
  await (isOver ? deps.removePending(marker) : handOverRest(marker, page, deps));
}

function deliver(
  event: StoredEvent,
  claimed: StoredChunk,
  known: ReadonlyMap<string, Subscription>,
  deps: HandOverDeps,
): Promise<boolean> {
  const tries = claimed.chunk.references.map((reference) => ({
    reference,
    subscription: known.get(reference.subscription.random),
  }));
  return attemptChunk(event, { claimed, tries }, deps);
}

/** Queues a claimed chunk for the end of its lease, which slow storage has used up. */
async function postpone({ chunk }: StoredChunk, deps: HandOverDeps): Promise<boolean> {
  await deps.queueDelivery(chunk, leaseLeftSeconds(chunk.dueAt, deps.now()));
  return false;
}

/**
 * Hands over what this process does not deliver: queues the other chunks, then saves progress, then queues the next
 * page.
 */
async function handOverRest(
  marker: Pending,
  { chunks, cursor }: StoredPage,
  deps: Pick<DeliveryPorts, "queueDelivery" | "savePending" | "queueDispatch" | "now">,
): Promise<void> {
  const others = chunks.filter(({ chunk }) => chunk.claims === 0);
  await Promise.all(others.map(({ chunk, version }) => deps.queueDelivery(chunk, 0, version)));
  const saved = await deps.savePending(advancePending(marker, cursor, addSeconds(deps.now(), RECOVERY_SECONDS)));
  if (saved && cursor !== undefined) await deps.queueDispatch(marker.event);
}
