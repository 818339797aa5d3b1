import { type Answer } from "./delivery";
import { type Instant } from "./instant";
import { type SubscriptionKey } from "./subscription";

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
  readonly lastAnswer: Pick<Answer, "status" | "errorCode" | "error">;
  /** Why it is dead or dropped. */
  readonly cause?: string;
  readonly attemptedAt?: Instant;
  readonly nextAttemptAt?: Instant;
}
