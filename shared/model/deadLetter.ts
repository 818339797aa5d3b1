import { type Answer, type DeathCause } from "./delivery";
import { type EventReference } from "./event";
import { type Instant } from "./instant";
import { type SubscriptionKey } from "./subscription";

/** A delivery that was given up, with what is needed to redrive it. Holds no URL and no text of the receiver. */
export interface DeadLetter {
  readonly event: EventReference;
  readonly subscription: SubscriptionKey;
  /** Hash of the caller that made the subscription; only to it the letter is shown. */
  readonly connection: string;
  readonly cause: DeathCause;
  /** Attempts made, over all redrives. */
  readonly attempts: number;
  readonly lastAnswer: Pick<Answer, "status" | "errorCode" | "error">;
  readonly diedAt: Instant;
}
