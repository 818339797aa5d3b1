/**
 * The ports of subscriptions: everything that subscribing and unsubscribing need of the outside, each function declared
 * once with its contract. Storage, the queues and the source implement them; a use case takes a `Pick`. Storage
 * functions reject with a CodedError when storage does not answer. The module begins at subscribe.ts.
 */
import { type Instant } from "../model/instant";
import { type Log, type TraceDeps } from "../model/log";
import { type SourceReads } from "../model/sourceReads";
import { type CallbackEntry, type FlowKey, type Subscription, type SubscriptionKey } from "../model/subscription";
import { type PollTask } from "../model/task";

/** The reads of the CI API that prove that what a flow subscribes to exists. */
type InterestReads = Pick<SourceReads, "getInstance" | "listDataSources" | "listSegments" | "getMeasure">;

export interface SubscriptionPorts extends InterestReads, Pick<TraceDeps, "traceparent"> {
  /** Throws a CodedError when the row cannot be read, for instance because its encryption key is gone. */
  readonly loadSubscription: (key: SubscriptionKey) => Promise<Subscription | undefined>;
  /**
   * Writes the new subscription and the end of the `superseded` ones, in one transaction: all are of the same instance.
   */
  readonly saveSubscription: (subscription: Subscription, superseded: readonly SubscriptionKey[]) => Promise<void>;
  /** Ends a live subscription after the event of this sequence; any other subscription is left alone. */
  readonly endSubscription: (key: SubscriptionKey, untilSequence: number) => Promise<void>;
  /** Removes subscriptions of one callback with their entries in the indexes; unknown keys are ignored. */
  readonly removeSubscriptions: (owner: FlowKey, keys: readonly SubscriptionKey[]) => Promise<void>;
  /** Removes the row alone; its index entries stay for the purge. */
  readonly removeSubscription: (key: SubscriptionKey) => Promise<void>;

  /** Every subscription that this connection made with this callback URL and that is not forgotten. */
  readonly listByCallback: (owner: FlowKey) => Promise<readonly CallbackEntry[]>;
  /** Adds the subscription to the index that `listByCallback` reads. */
  readonly indexCallback: (subscription: Subscription, order: number) => Promise<void>;
  /** Adds the subscription to its connection's list. `order` is the time in milliseconds. */
  readonly indexConnection: (subscription: Pick<Subscription, "key" | "connection">, order: number) => Promise<void>;
  /** The number of subscriptions of a connection, counted no further than `most`. */
  readonly countByConnection: (connection: string, most: number) => Promise<number>;

  /** The sequence of the newest event of the instance, 0 when there is none. */
  readonly loadLedgerEnd: (instanceId: string) => Promise<number>;
  /** Makes the watch, or changes its version so that nobody retires it now. */
  readonly touchWatch: (instanceId: string, nextPollAt: Instant) => Promise<void>;
  readonly queuePoll: (task: PollTask) => Promise<void>;

  /** 128 random bits in base64url. */
  readonly randomId: () => string;
  readonly now: () => Date;
  readonly log: Log;
}
