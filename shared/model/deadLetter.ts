import { type ReceiverAnswer, type DeathCause } from "./delivery";
import { type EventReference, type Trigger } from "./event";
import { type Instant } from "./instant";
import { type Version } from "./subject";
import { type SubscriptionKey } from "./subscription";
import { type DeliveryTask, type DispatchTask, type PollTask, type RedriveTask } from "./task";

/** The queues whose messages the Functions host gives up on. */
export const POISON_QUEUES = ["polls", "events", "deliveries", "deliveries-slow", "redrives"] as const;

export type PoisonQueue = (typeof POISON_QUEUES)[number];

/** A task that failed so often that the host gave it up, by its queue. */
export type PoisonedTask =
  | { readonly queue: "polls"; readonly task: PollTask }
  | { readonly queue: "events"; readonly task: DispatchTask }
  | { readonly queue: "deliveries" | "deliveries-slow"; readonly task: DeliveryTask }
  | { readonly queue: "redrives"; readonly task: RedriveTask };

/** A message of a poison queue. Of a text that is no task nothing is kept but this: it may hold anything. */
export interface PoisonMessage {
  readonly queue: PoisonQueue;
  /** The storage's, of the copy in the poison queue; absent where the host tells none. */
  readonly messageId?: string;
  /** When the host gave the task up; absent where it does not tell. */
  readonly poisonedAt?: Instant;
  /** Characters, and the first half of the SHA-256 in hex. */
  readonly text: { readonly length: number; readonly hash: string };
  /** Absent: the text is no task of this queue. */
  readonly poisoned?: PoisonedTask;
}

export const POISON_CAUSES = ["our-fault", "unreadable-row", "unreadable-message"] as const;

/** `unreadable-row`: what the task needs is not as this version writes it; `our-fault`: something else, which the logs tell. */
export type PoisonCause = (typeof POISON_CAUSES)[number];

/** What the Functions host gave up on. Our own fault, in contrast to a dead letter of a delivery, which is the receiver's. */
export interface Poison extends PoisonMessage {
  readonly poisonedAt: Instant;
  readonly cause: PoisonCause;
  /** True when it was still to be done and is taken up again without a redrive, by the schedule of polls or the sweep. */
  readonly isPending: boolean;
  /** Which row could not be read, without capabilities. */
  readonly unreadable?: string;
  /** When a redrive queued its task again. */
  readonly redrivenAt?: Instant;
}

/** A delivery that was given up, with what is needed to redrive it. Holds no URL and no text of the receiver. */
export interface DeadLetter {
  readonly event: EventReference;
  readonly subscription: SubscriptionKey;
  /** Hash of the caller that made the subscription; only to it, and to operators, the letter is shown. */
  readonly connection: string;
  readonly cause: DeathCause;
  /** Attempts made, over all redrives. */
  readonly attempts: number;
  readonly lastAnswer: Pick<ReceiverAnswer, "status" | "errorCode" | "error">;
  readonly diedAt: Instant;
  /** When a redrive took it up. */
  readonly redrivenAt?: Instant;
}

/** Which dead letters of an instance: those of one caller or of everybody, and of these those that fit what else is given. */
export interface DeadLetterFilter {
  readonly kind?: "delivery";
  readonly instanceId: string;
  /** Absent: of everybody. */
  readonly connection?: string;
  readonly trigger?: Trigger;
  readonly cause?: DeathCause;
  /** Died at this time or later. */
  readonly since?: Instant;
  /** Died before this time. */
  readonly until?: Instant;
}

/** Which of them: those that fit what is given. They belong to no caller. */
export interface PoisonFilter {
  readonly kind: "poison";
  readonly instanceId?: string;
  readonly cause?: PoisonCause;
  /** Given up at this time or later. */
  readonly since?: Instant;
  /** Given up before this time. */
  readonly until?: Instant;
}

/** What a caller asked to be delivered again, and how far that is. */
export interface Redrive {
  readonly redriveId: string;
  readonly filter: DeadLetterFilter | PoisonFilter;
  /** Where to go on; absent: at the newest. */
  readonly cursor?: string;
  /** How often it was claimed. A task names the claim it is for; any other is stale. */
  readonly claims: number;
  /** When somebody should have taken it up: the sweep's time to look. Absent when it is done. */
  readonly dueAt?: Instant;
  /** When it was done; absent before. */
  readonly endedAt?: Instant;
  readonly redriven: number;
  /** Letters whose event or subscription is gone. */
  readonly passedOver: number;
  readonly version: Version;
}
