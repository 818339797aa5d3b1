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
 * Hands an event over in the process that has just stored it and calls the first flows at once, without a queue between.
 * `marker` is as it was stored with the event: every other dispatcher moves it before it stores anything, so that whoever can
 * still remove it by this version knows that nobody else has. What there is no room for, or what fails before the first POST,
 * goes through queue `events`.
 */
export async function handOverEvent(event: StoredEvent, marker: Pending, deps: HandOverDeps): Promise<void> {
  const place = deps.directQuota.enter();
  if (!place) return deps.queueDispatch(toReference(event));
  const { eventId, trigger } = event;
  try {
    await deps.inSpan({ name: "handOverEvent", attributes: { eventId, trigger } }, async () => {
      const ours = await storeFirstPage(event, place, deps).catch((error: unknown) => giveUp(event, error, deps));
      if (ours) await deliverPage(event, marker, ours, deps);
    });
  } finally {
    place.release();
  }
}

/** A page that this process has stored; `claimedAt`: those of its chunks that were claimed with it. */
interface OurPage {
  readonly page: StoredPage;
  readonly matched: readonly Subscription[];
  readonly claimedAt: Date;
}

/** Undefined when another dispatcher has stored it: that one goes on. */
async function storeFirstPage(event: StoredEvent, place: DirectSlot, deps: HandOverDeps): Promise<OurPage | undefined> {
  const { items, cursor } = await deps.loadMatching(event);
  const matched = items.filter((each) => isForSubscription(each, event));
  const claimedAt = deps.now();
  const targets = matched.map(({ key, health }) => ({ key, slow: health?.slow ?? false }));
  const planned = planChunks(toReference(event), 0, targets, addSeconds(claimedAt, RECOVERY_SECONDS));
  const direct = place.reserve(planned.filter(({ lane }) => lane === "normal").length);
  const dueAt = addSeconds(claimedAt, deps.leaseSeconds);
  const chunks = planned.map((chunk, index): Chunk => (index < direct ? { ...chunk, claims: 1, dueAt } : chunk));
  const page = await storePage(toReference(event), 0, { chunks, cursor }, deps);
  const outcome = page.isOurs ? "handed-over" : "overtaken";
  const subscriptions = matched.length;
  deps.log({ name: "event.dispatched", ...toReference(event), outcome, subscriptions, direct });
  return page.isOurs ? { page, matched, claimedAt } : undefined;
}

async function giveUp(event: StoredEvent, error: unknown, deps: HandOverDeps): Promise<undefined> {
  deps.log({ name: "event.dispatched", ...toReference(event), outcome: "queued", reason: String(error) });
  await deps.queueDispatch(toReference(event));
}

/** The marker goes when nothing is left of its only page, and says otherwise how far the event was handed over. */
async function deliverPage(event: StoredEvent, marker: Pending, ours: OurPage, deps: HandOverDeps): Promise<void> {
  const { page, matched, claimedAt } = ours;
  const claimed = page.chunks.filter(({ chunk }) => chunk.claims > 0);
  const isWhole = claimed.length === page.chunks.length && page.cursor === undefined;
  const isFresh = isLeaseFresh(claimedAt, deps.now());
  const known = new Map(matched.map((each) => [each.key.random, each]));
  const work = claimed.map((each) => (isFresh ? deliver(event, each, known, deps) : putOff(each, deps)));
  if (!isWhole) work.push(handOverRest(marker, page, deps).then(() => true));
  // Each to its end: what fails must not leave POSTs behind that nobody waits for.
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

/** Its lease was used up by a slow store. */
async function putOff({ chunk }: StoredChunk, deps: HandOverDeps): Promise<boolean> {
  await deps.queueDelivery(chunk, leaseLeftSeconds(chunk.dueAt, deps.now()));
  return false;
}

/** What is not delivered by who stored the page: its other chunks are queued, then progress is saved, then the next page is queued. */
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
