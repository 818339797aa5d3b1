import { createHash } from "node:crypto";
import { type Health } from "./health";
import { type Instant } from "./instant";
import { type SuspendReason } from "./suspension";
import { type Trigger } from "./trigger";

export const DIRECTIONS = ["above", "below", "either"] as const;

/** Which crossings of a threshold count: upwards, downwards, or both. */
export type Direction = (typeof DIRECTIONS)[number];

/** A value to watch for, of a segment's size or a measure. */
export interface Threshold {
  /** Finite. */
  readonly value: number;
  readonly direction: Direction;
}

/** Which full refreshes a subscription wants; without it, those that were scheduled and completed. */
export interface RefreshWish {
  readonly includeManual: boolean;
  readonly outcome: "completed" | "any";
}

/** Where a subscription is stored; its parts make the subscription's id. */
export interface SubscriptionKey {
  /** Lower case uuid. */
  readonly instanceId: string;
  readonly trigger: Trigger;
  /** Hash of the resource's CI name, or `any`. */
  readonly resourceHash: string;
  /** Of a segment or measure subscription. */
  readonly threshold?: Threshold;
  /** 128 random bits, base64url: the part that makes the id a capability. */
  readonly random: string;
}

/** One flow's interest. */
export interface Subscription {
  readonly key: SubscriptionKey;
  /** The resource as CI names it; absent: any of the instance. */
  readonly resource?: string;
  /** A secret: it carries the flow's signature. Encrypted wherever it is stored, never logged. */
  readonly callbackUrl: string;
  /** Hash of the caller that made it. */
  readonly connection: string;
  /** The ledger's end when it was made: it sees only events after it (no clocks compared). */
  readonly afterSequence: number;
  /** Set when a later subscription with the same callback took over: it sees only events up to this one. */
  readonly untilSequence?: number;
  readonly createdAt: Instant;
  readonly wish?: RefreshWish;
  /** Why it can have no events for now; absent: it can. */
  readonly suspended?: SuspendReason;
  /** Absent: no attempt has shown anything but health. */
  readonly health?: Health;
}

/** Whose callback it is: what a later subscription of the same flow has in common with an earlier one. */
export type CallbackOwner = Pick<Subscription, "connection" | "callbackUrl">;

/** What names a subscription in logs: its id is a capability, so this is a hash of its random part, 12 characters. */
export function subscriptionHash({ random }: Pick<SubscriptionKey, "random">): string {
  return createHash("sha256").update(random).digest("hex").slice(0, 12);
}
