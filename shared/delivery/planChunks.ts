/**
 * The plan of a hand-over: which subscriptions an event is for, in which chunks they are delivered to, and the pending
 * marker that says how far it got. Shared by both ways of a hand-over (`handOverEvent.ts`, `dispatchEvent.ts`); pure,
 * but for `storePage`.
 */
import { type Chunk, type ChunkReference, LANES, type Lane, type Pending, type StoredPage } from "../model/delivery";
import { type EventReference, type StoredEvent } from "../model/event";
import { type Instant } from "../model/instant";
import { type RefreshOptions } from "../model/subscription";
import { type DeliveryPorts, type Match } from "./ports";

type Target = Pick<Match, "key" | "slow">;

/**
 * Plans the chunks of one page of subscriptions, with chunks of their own for slow ones. Ids are derived, so that
 * planning a page twice gives the same chunks.
 */
export function planChunks(
  event: EventReference,
  page: number,
  subscriptions: readonly Target[],
  dueAt: Instant,
): readonly Chunk[] {
  return LANES.flatMap((lane) => inChunks(subscriptions, lane)).map((chunk, index) => ({
    event,
    chunkId: `page-${String(page).padStart(5, "0")}-${String(index).padStart(2, "0")}`,
    ...chunk,
    claims: 0,
    dueAt,
    requeues: 0,
  }));
}

/**
 * POSTs that one task makes at once: enough to spread the cost of a claim, few enough to end within one deadline.
 * @internal
 */
export const CHUNK_SIZE = 16;

function inChunks(subscriptions: readonly Target[], lane: Lane): readonly Pick<Chunk, "references" | "lane">[] {
  const targets = subscriptions.filter(({ slow = false }) => slow === (lane === "slow"));
  return Array.from({ length: Math.ceil(targets.length / CHUNK_SIZE) }, (_, index) => ({
    references: targets.slice(index * CHUNK_SIZE, (index + 1) * CHUNK_SIZE).map(firstTry),
    lane,
  }));
}

function firstTry({ key }: Target): ChunkReference {
  return { subscription: key, attemptsBefore: 0 };
}

const NO_OPTIONS: RefreshOptions = { includeManual: false, outcome: "completed" };

/**
 * True when the event happened after the subscription was made and before a later one took over (invariant 7), and, if
 * it is a full refresh, is one that the subscription's options ask for.
 */
export function isForSubscription(
  { afterSequence, untilSequence, refreshOptions }: Match,
  event: StoredEvent,
): boolean {
  const { sequence } = event;
  if (sequence <= afterSequence || (untilSequence !== undefined && sequence > untilSequence)) return false;
  return event.trigger !== "full-refresh-completed" || matchesOptions(refreshOptions ?? NO_OPTIONS, event);
}

function matchesOptions({ includeManual, outcome }: RefreshOptions, { traits = {} }: StoredEvent): boolean {
  if (traits["submissionKind"] !== "scheduled" && !includeManual) return false;
  return traits["outcome"] === "completed" || outcome === "any";
}

/**
 * Plans the retry of a failed delivery: it leaves its chunk for one of its own, which is due when its delay is over.
 */
export function planRetry(event: EventReference, reference: ChunkReference, lane: Lane, dueAt: Instant): Chunk {
  const chunkId = `retry-${reference.subscription.random}-${String(reference.attemptsBefore).padStart(3, "0")}`;
  return { event, chunkId, references: [reference], lane, claims: 0, dueAt, requeues: 0 };
}

/** Stores a page of planned chunks. An empty page is not stored. */
export async function storePage(
  event: EventReference,
  page: number,
  planned: { readonly chunks: readonly Chunk[]; readonly cursor: string | undefined },
  { storeChunks }: Pick<DeliveryPorts, "storeChunks">,
): Promise<StoredPage> {
  const { chunks, cursor } = planned;
  const rest = cursor === undefined ? {} : { cursor };
  return chunks.length === 0 ? { isOurs: true, chunks: [], ...rest } : storeChunks(event, { page, chunks, ...rest });
}

/** The marker after one more page. `cursor` is where the next page begins; without one the event is handed over. */
export function advancePending(pending: Pending, cursor: string | undefined, dueAt: Instant): Pending {
  const { cursor: _, ...rest } = pending;
  const next = { ...rest, pages: rest.pages + 1, handedOver: cursor === undefined, dueAt };
  return cursor === undefined ? next : { ...next, cursor };
}
