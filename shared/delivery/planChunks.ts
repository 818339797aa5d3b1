import { type Chunk, type ChunkReference, LANES, type Lane } from "../model/delivery";
import { type EventReference } from "../model/event";
import { type Instant } from "../model/instant";
import { type Match } from "./isForSubscription";

/** POSTs made at once by one task: enough to spread the cost of a claim, few enough to end within one deadline. @internal */
export const CHUNK_SIZE = 16;

/**
 * The chunks of one page of subscriptions; those that are slow are in chunks of their own. Ids are derived, so that planning a
 * page twice gives the same chunks.
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

type Target = Pick<Match, "key" | "slow">;

function inChunks(subscriptions: readonly Target[], lane: Lane): readonly Pick<Chunk, "references" | "lane">[] {
  const targets = subscriptions.filter(({ slow = false }) => slow === (lane === "slow"));
  return Array.from({ length: Math.ceil(targets.length / CHUNK_SIZE) }, (_, index) => ({
    references: targets.slice(index * CHUNK_SIZE, (index + 1) * CHUNK_SIZE).map(firstTry),
    lane,
  }));
}

/** A failed delivery leaves its chunk for one of its own, which is due when its delay is over. */
export function planRetry(event: EventReference, reference: ChunkReference, lane: Lane, dueAt: Instant): Chunk {
  const chunkId = `retry-${reference.subscription.random}-${String(reference.attemptsBefore).padStart(3, "0")}`;
  return { event, chunkId, references: [reference], lane, claims: 0, dueAt, requeues: 0 };
}

function firstTry({ key }: Target): ChunkReference {
  return { subscription: key, attemptsBefore: 0 };
}
