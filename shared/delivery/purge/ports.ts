/**
 * The ports of the purge: what it asks of storage, each function declared once with its contract, and the settings that
 * bound it. Storage fits these types. A `row` and a `cursor` are opaque: the purge only hands them back.
 */
import { type EventReference } from "../../model/event";
import { type Instant } from "../../model/instant";
import { type Version } from "../../model/stored";
import { type SubscriptionKey } from "../../model/subscription";
import { type DeliveryPorts } from "../ports";

export const PURGE_STAGES = ["events", "dead-letters", "subscriptions", "callbacks"] as const;

/** Stages are purged one after the other, each with an allowance and a cursor of its own. */
export type PurgeStage = (typeof PURGE_STAGES)[number];

/** How long things are kept, in days. */
export interface PurgeAges {
  /** Counted from when an event was detected; its deliveries go with it. */
  readonly events: number;
  /** Counted from when a delivery died. */
  readonly deadLetters: number;
  /** Counted from when a subscription became dormant, or another took over. */
  readonly subscriptions: number;
}

export interface PurgePorts
  extends Walk, Events, DeadLetters, Subscriptions, Callbacks, Pick<DeliveryPorts, "listChunks" | "now" | "log"> {
  readonly purgeAges: PurgeAges;
  /** Storage operations that each stage may make in one run. */
  readonly purgeOperations: number;
}

interface Walk {
  /** The partition at which the last run's walk ended; empty when it had come round. */
  readonly loadPurgeCursor: (stage: PurgeStage) => Promise<string>;
  readonly savePurgeCursor: (stage: PurgeStage, cursor: string) => Promise<void>;
  /** The first partition after this one that has rows of the stage: an instance's id, or another partition's key. */
  readonly nextPurgePartition: (stage: Exclude<PurgeStage, "callbacks">, after: string) => Promise<string | undefined>;
}

/** An event with a pending marker. */
export interface OpenEvent {
  readonly sequence: number;
  /** Absent when the marker cannot be read: then nobody knows what it still needs. */
  readonly event?: EventReference;
  /** True when every subscription that the event is for is in a chunk. */
  readonly handedOver: boolean;
}

/** An event of an instance's history, or a gap, which has no id and no deliveries. */
export interface OldEvent {
  readonly sequence: number;
  readonly eventId?: string;
  readonly detectedAt: Instant;
}

/** One row of an event's deliveries; `row` is opaque. */
interface DeliveryTrace {
  readonly row: string;
  readonly version: Version;
  /** True for a chunk: something is to be delivered, even if the event has no marker yet. */
  readonly isChunk: boolean;
}

interface Events {
  /** Every event with a pending marker, also one whose marker cannot be read. */
  readonly listOpenEvents: (instanceId: string) => Promise<readonly OpenEvent[]>;
  /**
   * Events and gaps detected at `until` or earlier, with a sequence below the given one; at most 1,000, newest first.
   */
  readonly listOldEvents: (instanceId: string, until: Instant, below: number) => Promise<readonly OldEvent[]>;
  /** Removes at most 100 events. Events that are gone already are skipped. */
  readonly removeEvents: (instanceId: string, sequences: readonly number[]) => Promise<void>;
  /** At most 1,000 rows of an event's deliveries, chunks first. */
  readonly listDeliveryTraces: (eventId: string) => Promise<readonly DeliveryTrace[]>;
  /** Removes at most 100 rows, each while its version is the given one: whoever changed it meanwhile needs it. */
  readonly removeDeliveryTraces: (eventId: string, traces: readonly DeliveryTrace[]) => Promise<void>;
}

export interface DeadLettersPurged {
  readonly deadLetters: number;
  readonly redrives: number;
}

interface DeadLetters {
  /**
   * Removes up to 100 dead letters that died, or redrives that ended, at `until` or earlier. Returns how many it found.
   */
  readonly removeOldDeadLetters: (partition: string, until: Instant) => Promise<DeadLettersPurged>;
}

/** A dormant or superseded subscription, as far as its age goes. */
export interface EndedSubscription {
  readonly key: SubscriptionKey;
  readonly version: Version;
  readonly dormantSince?: Instant;
  /** When a later one took over, and the last event that this one sees. */
  readonly ended?: { readonly at: Instant; readonly sequence: number };
}

interface Subscriptions {
  /** Every subscription that is dormant or superseded. */
  readonly listEndedSubscriptions: (instanceId: string) => Promise<readonly EndedSubscription[]>;
  /** Removes at most 100, each while its version is the given one: one that was revived meanwhile stays. */
  readonly removeEndedSubscriptions: (instanceId: string, ended: readonly EndedSubscription[]) => Promise<void>;
}

/** An entry of a callback's index, made before its subscription; `row` is opaque. */
export interface IndexEntry {
  readonly row: string;
  readonly key: SubscriptionKey;
  /** When it was made, in milliseconds of our clock; a little later if an earlier entry was ahead of it. */
  readonly order: number;
}

/** Some entries of one index; `cursor` says where they end. */
export interface IndexPage {
  readonly cursor: string;
  readonly index: string;
  readonly entries: readonly IndexEntry[];
  /** True for the index of one callback, false for that of a connection. */
  readonly isOfCallback: boolean;
}

export interface FoundSubscription {
  /** True when no other has taken over. */
  readonly isLive: boolean;
  readonly afterSequence: number;
}

interface Callbacks {
  /** The next up to 100 entries of one index; undefined when there are no more. */
  readonly nextIndexPage: (after: string) => Promise<IndexPage | undefined>;
  /** The given subscriptions that are stored, by their random parts. */
  readonly findSubscriptions: (keys: readonly SubscriptionKey[]) => Promise<ReadonlyMap<string, FoundSubscription>>;
  /** Ends a live subscription at `untilSequence`. One that is not live is left as it is. */
  readonly endSubscription: (key: SubscriptionKey, untilSequence: number) => Promise<void>;
  readonly removeIndexEntries: (index: string, rows: readonly string[]) => Promise<void>;
}
