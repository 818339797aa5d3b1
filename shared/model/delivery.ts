/**
 * Deliveries: one event to one subscription. Each try is an attempt, counted from 1. Up to 16 deliveries of one event
 * form a chunk, which is claimed for a limited time (the lease) and tried together. The pending marker keeps an event
 * in view until all its deliveries have ended.
 */
import { type EventReference } from "./event";
import { type Instant } from "./instant";
import { type Version } from "./stored";
import { DORMANCY_CAUSES, type Subscription, type SubscriptionKey } from "./subscription";

/** A delivery within a chunk: the subscription, and the number of attempts before this chunk took it over. */
export interface ChunkReference {
  readonly subscription: SubscriptionKey;
  readonly attemptsBefore: number;
  /** The hash of the caller that made the subscription; known from the first attempt on. */
  readonly connection?: string;
  /** The number of attempts before a redrive, after which the retry schedule starts anew; absent without a redrive. */
  readonly redrivenAfter?: number;
}

/**
 * The lanes, each with its own queue and connection limit. Slow subscriptions are in the slow lane, where they delay
 * only each other.
 */
export const LANES = ["normal", "slow"] as const;

export type Lane = (typeof LANES)[number];

/**
 * Up to 16 deliveries of one event that are tried together. The chunk ends when each has ended or moved to a later
 * chunk.
 */
export interface Chunk {
  readonly event: EventReference;
  readonly chunkId: string;
  readonly references: readonly ChunkReference[];
  readonly lane: Lane;
  /** The number of claims. A task names the claim that it is for, and is stale when that is not the next one. */
  readonly claims: number;
  /** When the sweep takes the chunk up, if it is not claimed, or the results of its claim are not recorded, by then. */
  readonly dueAt: Instant;
  /** The time before which a task has to wait. It is set only when a queue cannot delay the task as long. */
  readonly notBefore?: Instant;
  /** The number of times that the sweep has queued it again since its last claim. */
  readonly requeues: number;
}

/** The chunks of one page of subscriptions. `cursor` is the start of the next page; absent for the last page. */
export interface ChunkPage {
  readonly page: number;
  readonly chunks: readonly Chunk[];
  readonly cursor?: string;
}

/** A chunk with the version of its row, by which it is written. */
export interface StoredChunk {
  readonly chunk: Chunk;
  readonly version: Version;
}

/**
 * A stored page. `isOurs` is false when an earlier try had stored it: then these are its chunks that have not ended.
 */
export interface StoredPage {
  readonly isOurs: boolean;
  readonly chunks: readonly StoredChunk[];
  readonly cursor?: string;
}

/** The result of a claim. */
export type Claim =
  | { readonly outcome: "claimed"; readonly claimed: StoredChunk }
  | { readonly outcome: "early"; readonly chunk: Chunk; readonly notBefore: Instant }
  | { readonly outcome: "stale" };

/**
 * The result of recording. `rest` is the claimed chunk with the deliveries that have not ended; absent when all have.
 */
export type Recorded = { readonly outcome: "recorded"; readonly rest?: StoredChunk } | { readonly outcome: "lost" };

export const DEATH_CAUSES = [...DORMANCY_CAUSES, "schema-mismatch", "rejected", "attempts-used-up", "dormant"] as const;

/**
 * Why a delivery was given up (docs/power-automate.md, What an answer means). `dormant`: the only try of a dormant
 * subscription failed.
 */
export type DeathCause = (typeof DEATH_CAUSES)[number];

/** The decision about a delivery after an attempt. */
export type Verdict =
  | { readonly outcome: "delivered" }
  | { readonly outcome: "retrying"; readonly delaySeconds: number }
  /** No attempt was made: too many POSTs were under way to the host, or the subscription could not be read. */
  | { readonly outcome: "waiting"; readonly delaySeconds: number }
  | { readonly outcome: "dead"; readonly cause: DeathCause }
  | { readonly outcome: "dropped"; readonly cause: "subscription-gone" };

/** The result of one POST to a receiver. `error` is a code of ours, never text of the receiver. */
export interface ReceiverAnswer {
  readonly status?: number;
  /** The receiver's `error.code`, cut to 100 characters. */
  readonly errorCode?: string;
  readonly retryAfterSeconds?: number;
  readonly error?: "timed-out" | "unreachable" | "address-refused";
  readonly durationMs: number;
}

/** The record of a delivery after an attempt. A delivery that waits keeps the number of the attempt before. */
export interface AttemptRecord {
  readonly reference: ChunkReference;
  readonly attempt: number;
  /**
   * When the attempt ended, by our clock. The delay of a retry counts from here, not from the end of the chunk's
   * slowest attempt.
   */
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
 * The states of a delivery: `claimed` during an attempt, `waiting` while its host is busy, `redriving` between a
 * redrive and its first attempt, else the outcome of the latest attempt.
 */
export const DELIVERY_STATES = ["claimed", "delivered", "retrying", "waiting", "dead", "dropped", "redriving"] as const;

export type DeliveryState = (typeof DELIVERY_STATES)[number];

/** The state of a delivery, as callers and operators see it. */
export interface DeliveryStatus {
  readonly subscription: SubscriptionKey;
  readonly state: DeliveryState;
  /** The number of attempts, including the one under way. */
  readonly attempts: number;
  /** The hash of the caller that made the subscription; absent during the first attempt. */
  readonly connection?: string;
  readonly lastAnswer: Pick<ReceiverAnswer, "status" | "errorCode" | "error">;
  /** Why the delivery is dead or dropped. */
  readonly cause?: string;
  readonly attemptedAt?: Instant;
  readonly nextAttemptAt?: Instant;
}

/** The pending marker of an event that is not handed over completely, or has deliveries that have not ended. */
export interface Pending {
  readonly event: EventReference;
  /** True when every matching subscription is in a chunk: the event is handed over. */
  readonly handedOver: boolean;
  /** The number of pages of subscriptions that are handed over; `cursor` is the start of the next one. */
  readonly pages: number;
  readonly cursor?: string;
  /** When the sweep takes the event up. */
  readonly dueAt: Instant;
  readonly version: Version;
}
