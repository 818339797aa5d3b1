import { type DeliveryState } from "../../model/delivery";
import { type Instant } from "../../model/instant";
import { type SubscriptionKey } from "../../model/subscription";
import { fromKey } from "../subscriptions/keyValues";
import { type Values } from "../table/table";

/** What the row of a delivery says of its latest attempt. */
export interface DeliveryValues {
  readonly state: DeliveryState;
  readonly attempt: number;
  readonly chunkId: string;
  /** Whose it is; absent while the first attempt is made. */
  readonly connection?: string | undefined;
  readonly claimId?: string;
  readonly leaseUntil?: Instant;
  readonly status?: number | undefined;
  readonly errorCode?: string | undefined;
  readonly error?: string | undefined;
  readonly cause?: string | undefined;
  readonly durationMs?: number | undefined;
  readonly attemptedAt?: Instant | undefined;
  readonly nextAttemptAt?: Instant | undefined;
}

/** With the parts of the subscription's key, by which it can be found and, later, redriven. */
export function fromDelivery(key: SubscriptionKey, latest: DeliveryValues): Values {
  return { ...fromKey(key), ...latest };
}
