/**
 * Dead letters: deliveries that were given up because of what the receiver did; poison: tasks that the
 * Functions host gave up on, which is ours; redrives: what a caller asked to be delivered again.
 */
import { type ReceiverAnswer, type DeathCause } from "./delivery";
import { type EventReference, type Trigger } from "./event";
import { type Instant } from "./instant";
import { type Version } from "./stored";
import { type SubscriptionKey } from "./subscription";
import { type DeliveryTask, type DispatchTask, type PollTask, type RedriveTask } from "./task";

/** The queues whose messages the Functions host gives up on. */
export const POISON_QUEUES = ["polls", "events", "deliveries", "deliveries-slow", "redrives"] as const;

export type PoisonQueue = (typeof POISON_QUEUES)[number];

/** A task that the host gave up on after its last retry, with its queue. */
export type PoisonedTask =
  | { readonly queue: "polls"; readonly task: PollTask }
  | { readonly queue: "events"; readonly task: DispatchTask }
  | { readonly queue: "deliveries" | "deliveries-slow"; readonly task: DeliveryTask }
  | { readonly queue: "redrives"; readonly task: RedriveTask };

/**
 * A message of a poison queue. A text that is no task is not kept, because it may contain anything: only its length and
 * hash are.
 */
export interface PoisonMessage {
  readonly queue: PoisonQueue;
  /** The id that storage gave the message in the poison queue; absent when the host reports none. */
  readonly messageId?: string;
  /** When the host gave up on the task; absent when it does not report it. */
  readonly poisonedAt?: Instant;
  /** The length in characters, and the first half of the SHA-256 in hex. */
  readonly text: { readonly length: number; readonly hash: string };
  /** The task; absent when the text is no task of this queue. */
  readonly poisoned?: PoisonedTask;
}

export const POISON_CAUSES = ["our-fault", "unreadable-row", "unreadable-message"] as const;

/**
 * `unreadable-row`: a row that the task needs does not match its schema; `our-fault`: another error, which is in the
 * logs.
 */
export type PoisonCause = (typeof POISON_CAUSES)[number];

/** A task that the Functions host gave up on, as it is stored. */
export interface Poison extends PoisonMessage {
  readonly poisonedAt: Instant;
  readonly cause: PoisonCause;
  /** True when the work still had to be done, and the schedule of polls or the sweep takes it up without a redrive. */
  readonly isPending: boolean;
  /** The row that could not be read; capabilities in its key are hashed. */
  readonly unreadable?: string;
  /** When a redrive queued its task again. */
  readonly redrivenAt?: Instant;
}

/** A delivery that was given up, with the keys that a redrive needs. It holds no URL and no text of the receiver. */
export interface DeadLetter {
  readonly event: EventReference;
  readonly subscription: SubscriptionKey;
  /** The hash of the caller that made the subscription. Only this caller and operators see the dead letter. */
  readonly connection: string;
  readonly cause: DeathCause;
  /** The number of attempts, over all redrives. */
  readonly attempts: number;
  readonly lastAnswer: Pick<ReceiverAnswer, "status" | "errorCode" | "error">;
  readonly diedAt: Instant;
  /** When a redrive took the dead letter up. */
  readonly redrivenAt?: Instant;
}

/** A filter for dead letters of an instance; every given field must match. */
export interface DeadLetterFilter {
  readonly kind?: "delivery";
  readonly instanceId: string;
  /** The hash of a caller; absent for the dead letters of all callers. */
  readonly connection?: string;
  readonly trigger?: Trigger;
  readonly cause?: DeathCause;
  /** Matches what died at this time or later. */
  readonly since?: Instant;
  /** Matches what died before this time. */
  readonly until?: Instant;
}

/** A filter for poison, which belongs to no caller; every given field must match. */
export interface PoisonFilter {
  readonly kind: "poison";
  readonly instanceId?: string;
  readonly cause?: PoisonCause;
  /** Matches what was given up at this time or later. */
  readonly since?: Instant;
  /** Matches what was given up before this time. */
  readonly until?: Instant;
}

/** A caller's order to deliver dead letters or poison again, with its progress. */
export interface Redrive {
  readonly redriveId: string;
  readonly filter: DeadLetterFilter | PoisonFilter;
  /** The point where the redrive goes on; absent at its beginning, the newest. */
  readonly cursor?: string;
  /** The number of claims. A task names the claim that it is for, and is stale when that is not the next one. */
  readonly claims: number;
  /** When the sweep takes the redrive up, if no task has. Absent when it is done. */
  readonly dueAt?: Instant;
  /** When the redrive was done; absent before. */
  readonly endedAt?: Instant;
  readonly redriven: number;
  /** The number of dead letters whose event or subscription is gone. */
  readonly passedOver: number;
  readonly version: Version;
}
