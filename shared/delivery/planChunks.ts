import { type Chunk, type ChunkReference } from "../model/delivery";
import { type EventReference } from "../model/event";
import { type Instant } from "../model/instant";
import { type SubscriptionKey } from "../model/subscription";

/** POSTs made at once by one task: enough to spread the cost of a claim, few enough to end within one deadline. @internal */
export const CHUNK_SIZE = 16;

/** The chunks of one page of subscriptions. Their ids are derived, so that planning a page twice gives the same chunks. */
export function planChunks(
  event: EventReference,
  page: number,
  subscriptions: readonly SubscriptionKey[],
  dueAt: Instant,
): readonly Chunk[] {
  const count = Math.ceil(subscriptions.length / CHUNK_SIZE);
  return Array.from({ length: count }, (_, index) => ({
    event,
    chunkId: `page-${String(page).padStart(5, "0")}-${String(index).padStart(2, "0")}`,
    references: subscriptions.slice(index * CHUNK_SIZE, (index + 1) * CHUNK_SIZE).map((key) => firstTry(key)),
    claims: 0,
    dueAt,
    requeues: 0,
  }));
}

/** A failed delivery leaves its chunk for one of its own, which is due when its delay is over. */
export function planRetry(event: EventReference, reference: ChunkReference, dueAt: Instant): Chunk {
  const chunkId = `retry-${reference.subscription.random}-${String(reference.attemptsBefore).padStart(3, "0")}`;
  return { event, chunkId, references: [reference], claims: 0, dueAt, requeues: 0 };
}

function firstTry(subscription: SubscriptionKey): ChunkReference {
  return { subscription, attemptsBefore: 0 };
}
