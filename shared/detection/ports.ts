/**
 * The ports of detection: everything that it needs of the outside, each function declared once with its contract.
 * Storage, the queues, the source and delivery implement them; a use case takes a `Pick`. Storage functions reject with
 * a CodedError when storage does not answer. The module begins at pollInstance.ts.
 */
import { type Pending } from "../model/delivery";
import { type DetectedEvent, type StoredEvent } from "../model/event";
import { type Instant } from "../model/instant";
import { type Log, type TraceDeps } from "../model/log";
import { type StoredSubject, type SubjectChange, type TimerName, type Watch } from "../model/subject";
import { type Suspension, type SuspensionScope } from "../model/subscription";
import { type DispatchTask, type PollTask } from "../model/task";
import { type Interest } from "./observe/interest";
import { type PollSource } from "./observe/observed";

export interface DetectionPorts extends TraceDeps {
  /** The CI API as the poller asks it, after the reads of callers. */
  readonly source: PollSource;
  /** The calls to the source that are left in this minute, over all hosts; undefined while that is not known. */
  readonly callsLeft: () => number | undefined;

  readonly loadWatch: (instanceId: string) => Promise<Watch | undefined>;
  /** The watches whose next poll is due by `now`. */
  readonly listDueWatches: (now: Date) => Promise<readonly Watch[]>;
  /** Moves the watch on if its version is still the given one, so that only one host polls. */
  readonly claimWatch: (watch: Watch, nextPollAt: Instant) => Promise<"claimed" | "touched">;
  /**
   * Keeps that the timer runs; writes at most every 30 s. True about every five minutes, when the run is to be logged
   * as well.
   */
  readonly saveTick: (timer: TimerName) => Promise<boolean>;
  /** Keeps the rest of the watch as it is; does nothing when there is no watch. */
  readonly rescheduleWatch: (instanceId: string, next: NextPoll) => Promise<void>;
  /** Removes the watch if its version is still the given one: a subscription made meanwhile has touched it. */
  readonly removeWatch: (watch: Watch) => Promise<"removed" | "touched">;

  /** The interest of the live and the suspended subscriptions of an instance. */
  readonly loadInterest: (instanceId: string) => Promise<Interest>;
  /** True when a subscription to the event's trigger and resource has a threshold that the event's step crosses. */
  readonly isCrossed: (event: DetectedEvent) => Promise<boolean>;
  /** Marks the subscriptions in scope as suspended, whatever they were; may be repeated. */
  readonly suspendSubscriptions: (instanceId: string, suspension: Suspension) => Promise<void>;
  /** Lifts any suspension of the subscriptions in scope; may be repeated. */
  readonly resumeSubscriptions: (instanceId: string, scope: SuspensionScope) => Promise<void>;

  readonly loadSubjects: (instanceId: string) => Promise<readonly StoredSubject[]>;
  /** Removes the subjects whose version is still the given one. */
  readonly removeSubjects: (instanceId: string, subjects: readonly StoredSubject[]) => Promise<void>;
  /**
   * Writes one transaction: the subject (by its version), its events, their pending markers, the gap and the end of the
   * ledger.
   */
  readonly commitChange: (instanceId: string, change: SubjectChange) => Promise<Commit>;
  /** True while an event of the instance is not handed over completely. */
  readonly hasPending: (instanceId: string) => Promise<boolean>;

  /**
   * Calls the flows of an event in this process, or queues the call. `marker` is the pending marker that was stored
   * with the event. Delivery implements it.
   */
  readonly handOver: (event: StoredEvent, marker: Pending) => Promise<void>;
  readonly queueDispatch: (task: DispatchTask) => Promise<void>;
  readonly queuePoll: (task: PollTask) => Promise<void>;

  readonly now: () => Date;
  readonly log: Log;
}

/**
 * The result of a commit: the change is stored with its events, or another poll's change of the same subject came
 * first.
 */
export type Commit =
  | {
      readonly outcome: "committed";
      readonly events: readonly StoredEvent[];
      /** The stored marker of each event; absent where another poll had stored the same change. */
      readonly markers?: readonly Pending[];
    }
  | { readonly outcome: "conflict" };

/** The fields of a watch that a poll sets when it ends. */
export interface NextPoll {
  readonly nextPollAt: Instant;
  /** Polls in a row that could not read the source. */
  readonly failures: number;
  /** When the first of them ended; absent when there is none. */
  readonly failingSince?: Instant;
  /** Polls in a row that found the instance gone or hidden. */
  readonly invisible: number;
}
