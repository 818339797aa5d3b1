/**
 * The ports of delivery: everything that the use cases of this module ask of storage, queues, receivers and their
 * surroundings, each declared once with its contract. A use case takes what it needs as `Pick<DeliveryPorts, …>`;
 * storage fits these types, and `runtime/joinServices.ts` joins the two. The purge has ports of its own
 * (`purge/ports.ts`).
 *
 * Every function that touches storage or a queue rejects with `storage-unavailable` when it cannot be reached, and
 * every `load…` of one row with another code when that row cannot be read (`model/errors.ts`, `unlessUnreadable`).
 */
import {
  type DeadLetter,
  type DeadLetterFilter,
  type Poison,
  type PoisonFilter,
  type Redrive,
} from "../model/deadLetter";
import {
  type AttemptRecord,
  type Chunk,
  type ChunkPage,
  type Claim,
  type Pending,
  type ReceiverAnswer,
  type Recorded,
  type StoredChunk,
  type StoredPage,
} from "../model/delivery";
import { type EventReference, type StoredEvent } from "../model/event";
import { type Instant } from "../model/instant";
import { type InSpan, type Log } from "../model/log";
import { type Page, type Version } from "../model/stored";
import { type TimerName, type Watch } from "../model/subject";
import { type Health, type RefreshOptions, type Subscription, type SubscriptionKey } from "../model/subscription";
import { type DeliveryTask, type DispatchTask, type PollTask, type RedriveTask } from "../model/task";
import { type CallbackRequest, type CallbackSettings } from "./buildCallback";
import { type DirectQuota } from "./directQuota";

export interface DeliveryPorts
  extends Events, Watches, Subscriptions, Chunks, DeadLetters, Tasks, Receivers, Surroundings {}

/** Events and their pending markers, in table InstanceState. */
interface Events {
  readonly loadEvent: (event: EventReference) => Promise<StoredEvent | undefined>;
  readonly loadPending: (event: EventReference) => Promise<Pending | undefined>;
  /** Writes the marker by its version. Undefined when another host has moved it meanwhile. */
  readonly savePending: (pending: Pending) => Promise<Pending | undefined>;
  /** Removes the marker while its version is the given one, and does nothing otherwise. */
  readonly removePending: (pending: Pending) => Promise<void>;
  readonly listDuePending: (instanceId: string, now: Date) => Promise<readonly Pending[]>;
  /** Makes the event's pending marker, or changes its version so that nobody removes it now. */
  readonly reopenEvent: (event: EventReference, dueAt: Instant) => Promise<void>;
}

/** Watches, in table Watches: which instances have subscriptions, or deliveries that have not ended. */
interface Watches {
  readonly loadWatch: (instanceId: string) => Promise<Watch | undefined>;
  readonly listWatchedInstances: () => Promise<readonly string[]>;
  /**
   * Keeps that the timer runs; writes at most every 30 s. True about every five minutes, when the run is to be logged
   * as well.
   */
  readonly saveTick: (timer: TimerName) => Promise<boolean>;
  /** Makes the instance's watch, or changes its version so that nobody retires it now. */
  readonly touchWatch: (instanceId: string, nextPollAt: Instant) => Promise<void>;
}

/** A subscription that an event may be for, with what its keys do not say. */
export interface Match {
  readonly key: SubscriptionKey;
  readonly afterSequence: number;
  readonly untilSequence?: number;
  readonly refreshOptions?: RefreshOptions;
  /** True when its health says that its deliveries go through the slow lane. */
  readonly slow?: boolean;
}

export interface HealthChange {
  readonly key: SubscriptionKey;
  readonly health: Health;
}

interface Subscriptions {
  readonly loadSubscription: (key: SubscriptionKey) => Promise<Subscription | undefined>;
  /**
   * A page of at most 1,000 subscriptions to the event's trigger and resource, or to any resource, from `cursor` on.
   */
  readonly matchSubscriptions: (event: StoredEvent, cursor: string | undefined) => Promise<Page<Match>>;
  /** The first page of `matchSubscriptions`, with the subscriptions whole. */
  readonly loadMatching: (event: StoredEvent) => Promise<Page<Subscription>>;
  /**
   * Writes the changes that are newer than what is stored, all of one instance. It never brings a deleted subscription
   * back.
   */
  readonly saveHealth: (instanceId: string, changes: readonly HealthChange[]) => Promise<void>;
}

/** Chunks and their deliveries, in table Deliveries. Each function is one transaction per chunk or page. */
interface Chunks {
  /**
   * Stores the chunks of one page of subscriptions. Where an earlier try has stored the page, returns it as stored
   * then.
   */
  readonly storeChunks: (event: EventReference, planned: ChunkPage) => Promise<StoredPage>;
  readonly loadChunk: (event: EventReference, chunkId: string) => Promise<Chunk | undefined>;
  readonly listChunks: (event: EventReference) => Promise<readonly StoredChunk[]>;
  /**
   * Writes the chunk's claim count and lease, and each delivery's attempt number. "stale" when the chunk is gone, this
   * claim or a later one was made before, another host makes it at the same time, or the last lease still runs; "early"
   * when the chunk may not be tried yet.
   */
  readonly claimChunk: (task: DeliveryTask, leaseUntil: Instant) => Promise<Claim>;
  /**
   * Writes each delivery's record and the chunks that follow, and takes the recorded deliveries out of the claimed
   * chunk. "lost" when the claim is no longer the latest: then nothing is written.
   */
  readonly recordAttempts: (
    claimed: StoredChunk,
    records: readonly AttemptRecord[],
    followUps: readonly Chunk[],
  ) => Promise<Recorded>;
  /** Counts a requeue by the chunk's version. "moved" when it was claimed, or requeued by another host, meanwhile. */
  readonly requeueChunk: (stored: StoredChunk, dueAt: Instant) => Promise<"postponed" | "moved">;
  /** Makes a dead delivery live again, in this chunk. "revived" also when that was done before. */
  readonly reviveDelivery: (chunk: Chunk) => Promise<"revived" | "gone">;
}

export interface DeadLetterPage {
  readonly top: number;
  readonly cursor?: string | undefined;
  /** Leaves out those that a redrive has taken up. */
  readonly onlyOpen?: boolean;
}

/** Dead letters, poison and redrives, in table DeadLetters. Lists are newest first. */
interface DeadLetters {
  /** Stores the dead letters that such a chunk stands for (`planDeadLetters`), then ends the chunk. */
  readonly storeDeadLetters: (awaiting: Chunk) => Promise<void>;
  readonly listDeadLetters: (filter: DeadLetterFilter, page: DeadLetterPage) => Promise<Page<DeadLetter>>;
  readonly countDeadLetters: (filter: DeadLetterFilter) => Promise<number>;
  readonly markRedriven: (letter: DeadLetter, redriveId: string, at: Instant) => Promise<void>;
  /** Stores a message once, however often it comes. */
  readonly storePoison: (poison: Poison) => Promise<void>;
  readonly listPoison: (filter: PoisonFilter, page: DeadLetterPage) => Promise<Page<Poison>>;
  readonly countPoison: (filter: PoisonFilter) => Promise<number>;
  readonly markPoisonRedriven: (poison: Poison, redriveId: string, at: Instant) => Promise<void>;
  readonly createRedrive: (redrive: Omit<Redrive, "version"> & { readonly dueAt: Instant }) => Promise<void>;
  readonly loadRedrive: (redriveId: string) => Promise<Redrive | undefined>;
  /** Writes the redrive by its version. Undefined when another host has moved it meanwhile. */
  readonly saveRedrive: (redrive: Redrive) => Promise<Redrive | undefined>;
  readonly listDueRedrives: (now: Date) => Promise<readonly Redrive[]>;
}

type QueuedChunk = Pick<Chunk, "event" | "chunkId" | "claims" | "lane"> &
  Partial<Pick<Chunk, "references" | "notBefore">>;

/**
 * The queues. A message only points at a stored row: losing or repeating it loses or repeats no effect (invariant 4).
 */
interface Tasks {
  readonly queuePoll: (task: PollTask) => Promise<void>;
  readonly queueDispatch: (task: DispatchTask) => Promise<void>;
  /**
   * Queues the next claim of a chunk in the queue of its lane, hidden for `delaySeconds` (at most seven days). With the
   * `version` of its row, the first claim of the chunk need not read it.
   */
  readonly queueDelivery: (chunk: QueuedChunk, delaySeconds: number, version?: Version) => Promise<void>;
  readonly queueRedrive: (task: RedriveTask, delaySeconds: number) => Promise<void>;
}

/** The POSTs to receivers, and the settings of the deployment that govern them. */
interface Receivers {
  /**
   * Never throws for what the receiver does. "host-busy" when nothing was sent because too many POSTs are under way to
   * its host.
   */
  readonly post: (request: CallbackRequest) => Promise<ReceiverAnswer | "host-busy">;
  /** How long a claim is ours: the deadline of its POSTs and `LEASE_MARGIN_SECONDS`. */
  readonly leaseSeconds: number;
  /** `post` and `leaseSeconds` of the slow lane: a longer deadline and a connection limit of its own. */
  readonly slowLane: Pick<Receivers, "post" | "leaseSeconds">;
  /** An answer that takes longer makes its subscription slow, even when it is a success. */
  readonly slowAnswerMs: number;
  /** Seconds before the second, third… attempt (`retryPolicy.ts`). */
  readonly retrySchedule: readonly number[];
  readonly callback: CallbackSettings;
  readonly directQuota: DirectQuota;
  readonly redrivesPerMinute: number;
}

interface Surroundings {
  readonly now: () => Date;
  /** A number in [0, 1). */
  readonly random: () => number;
  /** 128 random bits, base64url. */
  readonly randomId: () => string;
  readonly pause: (delayMs: number) => Promise<void>;
  readonly inSpan: InSpan;
  readonly log: Log;
}
