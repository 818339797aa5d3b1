import { type Answer, type DeathCause } from "./delivery";
import { type EventReference } from "./event";
import { type Instant } from "./instant";
import { type PoisonFilter } from "./poison";
import { type Version } from "./subject";
import { type SubscriptionKey } from "./subscription";
import { type Trigger } from "./trigger";

/** A delivery that was given up, with what is needed to redrive it. Holds no URL and no text of the receiver. */
export interface DeadLetter {
  readonly event: EventReference;
  readonly subscription: SubscriptionKey;
  /** Hash of the caller that made the subscription; only to it, and to operators, the letter is shown. */
  readonly connection: string;
  readonly cause: DeathCause;
  /** Attempts made, over all redrives. */
  readonly attempts: number;
  readonly lastAnswer: Pick<Answer, "status" | "errorCode" | "error">;
  readonly diedAt: Instant;
  /** When a redrive took it up. */
  readonly redrivenAt?: Instant;
}

/** Which dead letters of an instance: those of one caller or of everybody, and of these those that fit what else is given. */
export interface LetterFilter {
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

/** What a caller asked to be delivered again, and how far that is. */
export interface Redrive {
  readonly redriveId: string;
  readonly filter: LetterFilter | PoisonFilter;
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
