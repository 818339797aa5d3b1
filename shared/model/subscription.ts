/**
 * Subscriptions: one flow's interest in a trigger, with its options, its health and its suspension. The id of a
 * subscription is a capability, so this file also says how it is written in logs.
 */
import { createHash } from "node:crypto";
import { type Trigger } from "./event";
import { type Instant } from "./instant";
import { type IneligibleReason } from "./measure";

/** A scope of subscriptions of an instance: those to a trigger and a resource, or all of them. */
export interface SuspensionScope {
  readonly trigger?: Trigger;
  /** The resource by CI's name. */
  readonly resource?: string;
}

/** Why subscriptions cannot have events for now. */
export type SuspendReason = "resource-deleted" | "instance-gone" | IneligibleReason;

export interface Suspension extends SuspensionScope {
  readonly reason: SuspendReason;
}

/**
 * Receivers' answers after which a subscription has no flow to call, for now or for good (docs/power-automate.md, What
 * an answer means).
 */
export const DORMANCY_CAUSES = ["flow-off", "flow-deleted", "gone", "unauthorized"] as const;

export type DormancyCause = (typeof DORMANCY_CAUSES)[number];

/**
 * The numbers of unhealthy subscriptions: dormant ones by cause, and slow ones, whose receivers answer late or not at
 * all.
 */
export interface HealthCounts {
  readonly dormant: Readonly<Partial<Record<DormancyCause, number>>>;
  readonly slow: number;
}

export const DIRECTIONS = ["above", "below", "either"] as const;

/** The direction of the crossings that count: upwards, downwards, or both. */
export type Direction = (typeof DIRECTIONS)[number];

/** A threshold for the number of members of a segment, or the value of a measure. */
export interface Threshold {
  /** A finite number. */
  readonly value: number;
  readonly direction: Direction;
}

/** The key of a subscription's row; its parts make the subscription's id. */
export interface SubscriptionKey {
  /** A UUID in lower case. */
  readonly instanceId: string;
  readonly trigger: Trigger;
  /** The hash of CI's name of the resource, or `any`. */
  readonly resourceHash: string;
  /** The threshold of a subscription to a segment or measure; absent for other triggers. */
  readonly threshold?: Threshold;
  /** 128 random bits in base64url, which make the id a capability. */
  readonly random: string;
}

/**
 * The full refreshes that a subscription is for. Without these options, those that were scheduled and have completed.
 */
export interface RefreshOptions {
  readonly includeManual: boolean;
  readonly outcome: "completed" | "any";
}

interface Pace {
  /** True when its last attempts timed out, failed or took long: its deliveries go through the slow lane. */
  readonly slow: boolean;
  /** When the attempt ended that last changed this state. */
  readonly changedAt: Instant;
}

/**
 * The health of a subscription, from its receiver's last answers. A dormant subscription gets one try per event,
 * without retries.
 */
export type Health =
  | (Pace & { readonly state: "active" })
  | (Pace & { readonly state: "dormant"; readonly dormantSince: Instant; readonly cause: DormancyCause });

/** A subscription as it is stored. */
export interface Subscription {
  readonly key: SubscriptionKey;
  /** The resource by CI's name; absent for any resource of the instance. */
  readonly resource?: string;
  /**
   * The address of the flow, a secret that contains the flow's signature. It is encrypted wherever it is stored, and
   * never logged.
   */
  readonly callbackUrl: string;
  /** The hash of the caller that made the subscription. */
  readonly connection: string;
  /** The number of the last event when the subscription was made: it gets only later events. No clocks are compared. */
  readonly afterSequence: number;
  /** The number of the last event that it gets, set when a later subscription with the same callback has taken over. */
  readonly untilSequence?: number;
  readonly createdAt: Instant;
  readonly refreshOptions?: RefreshOptions;
  /** Why the subscription can have no events for now; absent when it can. */
  readonly suspended?: SuspendReason;
  /** The health; absent while every attempt has been healthy. */
  readonly health?: Health;
}

/** The owner of a callback: all subscriptions of one flow have it in common. */
export type FlowKey = Pick<Subscription, "connection" | "callbackUrl">;

/**
 * The random part of a subscription at the end of a row key, or before the number of the attempt in the key of a retry.
 */
const RANDOM = /(?<=[.:]|retry-|redrive-|^)[\w-]{22}(?=$|-\d{3}(?:-|$))/;

/**
 * A row key or chunk id in a form that may be shown and logged: the random part of a subscription is replaced by its
 * hash.
 */
export function redactCapability(text: string): string {
  return text.replace(RANDOM, (random) => subscriptionHash({ random }));
}

/** The name of a subscription in logs: 12 characters of the hash of its random part, because its id is a capability. */
export function subscriptionHash({ random }: Pick<SubscriptionKey, "random">): string {
  return createHash("sha256").update(random).digest("hex").slice(0, 12);
}

/** A subscription in the index by callback; the one with the greatest `order` is live. */
export interface CallbackEntry {
  readonly key: SubscriptionKey;
  readonly order: number;
}

/**
 * True when the entry was made earlier. If both were made in the same millisecond, the random part decides, alike on
 * every host.
 */
export function isOlder(entry: CallbackEntry, than: CallbackEntry): boolean {
  if (entry.order !== than.order) return entry.order < than.order;
  return entry.key.random < than.key.random;
}
