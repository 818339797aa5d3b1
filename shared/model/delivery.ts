import { type EventReference } from "./event";
import { type Instant } from "./instant";
import { type Version } from "./subject";
import { DORMANCY_CAUSES, type Subscription, type SubscriptionKey } from "./subscription";

/** A delivery within a chunk: to whom, and how many attempts were made before this chunk took it over. */
export interface ChunkReference {
  readonly subscription: SubscriptionKey;
  readonly attemptsBefore: number;
  /** Hash of the caller that made the subscription; known from the first attempt on. */
  readonly connection?: string;
  /** Of a redrive: the attempts made before it. The retry schedule starts anew after them. */
  readonly redrivenAfter?: number;
}

/** Where a chunk is worked on: subscriptions that are slow hold up nobody but each other. */
export const LANES = ["normal", "slow"] as const;

export type Lane = (typeof LANES)[number];

/** Up to 16 deliveries of one event that are tried together; gone when each has ended or moved to a chunk of its own. */
export interface Chunk {
  readonly event: EventReference;
  readonly chunkId: string;
  readonly references: readonly ChunkReference[];
  readonly lane: Lane;
  /** How often it was claimed. A task names the claim it is for; any other is stale. */
  readonly claims: number;
  /** When somebody should have claimed it, or have recorded the results of its claim: the sweep's time to look. */
  readonly dueAt: Instant;
  /** A task that comes earlier is to wait; only where that is further ahead than a queue can delay it. */
  readonly notBefore?: Instant;
  /** How often the sweep has queued it again since its last claim. */
  readonly requeues: number;
}

/** The chunks that one page of subscriptions was planned into. `cursor` says where the next page begins; absent: no more. */
export interface ChunkPage {
  readonly page: number;
  readonly chunks: readonly Chunk[];
  readonly cursor?: string;
}

/** A chunk as it was read or claimed, with the version to write it by. */
export interface StoredChunk {
  readonly chunk: Chunk;
  readonly version: Version;
}

/** A page as it is stored. `isOurs`: by this call; else an earlier try had stored it, and these are its chunks that have not ended. */
export interface StoredPage {
  readonly isOurs: boolean;
  readonly chunks: readonly StoredChunk[];
  readonly cursor?: string;
}

/** What became of a task's claim. */
export type Claim =
  | { readonly outcome: "claimed"; readonly claimed: StoredChunk }
  | { readonly outcome: "early"; readonly chunk: Chunk; readonly notBefore: Instant }
  | { readonly outcome: "stale" };

/** What became of a recording. `rest`: the claimed chunk with the deliveries that have not ended; absent when all have. */
export type Recorded = { readonly outcome: "recorded"; readonly rest?: StoredChunk } | { readonly outcome: "lost" };

export const DEATH_CAUSES = [...DORMANCY_CAUSES, "schema-mismatch", "rejected", "attempts-used-up", "dormant"] as const;

/** Why a delivery was given up (reference/connector-rules.md 7); `dormant`: the one try of a dormant subscription failed. */
export type DeathCause = (typeof DEATH_CAUSES)[number];

/** What becomes of a delivery after an attempt. */
export type Verdict =
  | { readonly outcome: "delivered" }
  | { readonly outcome: "retrying"; readonly delaySeconds: number }
  /** No attempt: too many POSTs were under way to its host, or the subscription could not be read. */
  | { readonly outcome: "waiting"; readonly delaySeconds: number }
  | { readonly outcome: "dead"; readonly cause: DeathCause }
  | { readonly outcome: "dropped"; readonly cause: "subscription-gone" };

/** What one POST to a receiver came to. `error` is a short code of ours, never text of the receiver. */
export interface ReceiverAnswer {
  readonly status?: number;
  /** Receiver's `error.code`, cut to 100 characters. */
  readonly errorCode?: string;
  readonly retryAfterSeconds?: number;
  readonly error?: "timed-out" | "unreachable" | "address-refused";
  readonly durationMs: number;
}

/** The record of a delivery after its attempt `attempt`, counted from 1; where it waits, after the one before. */
export interface AttemptRecord {
  readonly reference: ChunkReference;
  readonly attempt: number;
  /** By our clock; a retry's delay counts from here, not from when the slowest of its chunk has ended. */
  readonly endedAt: Date;
  readonly verdict: Verdict;
  readonly answer?: ReceiverAnswer;
}

/** An attempt's record with its subscription as it was loaded before the attempt; absent when it was deleted. */
export interface Attempted {
  readonly subscription: Subscription | undefined;
  readonly record: AttemptRecord;
}

/**
 * `claimed` while an attempt is made, `waiting` for a turn at its host, `redriving` between a redrive and its first attempt,
 * else what came of the latest.
 */
export const DELIVERY_STATES = ["claimed", "delivered", "retrying", "waiting", "dead", "dropped", "redriving"] as const;

export type DeliveryState = (typeof DELIVERY_STATES)[number];

/** How a delivery stands. */
export interface DeliveryStatus {
  readonly subscription: SubscriptionKey;
  readonly state: DeliveryState;
  /** Attempts made, the one under way counted. */
  readonly attempts: number;
  /** Hash of the caller that made the subscription; absent while the first attempt is made. */
  readonly connection?: string;
  readonly lastAnswer: Pick<ReceiverAnswer, "status" | "errorCode" | "error">;
  /** Why it is dead or dropped. */
  readonly cause?: string;
  readonly attemptedAt?: Instant;
  readonly nextAttemptAt?: Instant;
}

/** The pending marker: an event is not yet handed over completely, or has deliveries that have not ended. */
export interface Pending {
  readonly event: EventReference;
  /** True when every matching subscription is in a chunk. */
  readonly handedOver: boolean;
  /** Pages of subscriptions handed over so far, and where to go on. */
  readonly pages: number;
  readonly cursor?: string;
  /** When the sweep looks at it. */
  readonly dueAt: Instant;
  readonly version: Version;
}
