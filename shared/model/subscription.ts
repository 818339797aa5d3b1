import { createHash } from "node:crypto";
import { type Trigger } from "./event";
import { type Instant } from "./instant";
import { type IneligibleReason } from "./measure";

/** Subscriptions of an instance: those to a trigger and a resource, or all of them. */
export interface SuspensionScope {
  readonly trigger?: Trigger;
  /** As CI names it. */
  readonly resource?: string;
}

/** Why subscriptions cannot have events for now. */
export type SuspendReason = "resource-deleted" | "instance-gone" | IneligibleReason;

export interface Suspension extends SuspensionScope {
  readonly reason: SuspendReason;
}

/** Answers after which no flow is there to call, for now or for good (reference/connector-rules.md 7). */
export const DORMANCY_CAUSES = ["flow-off", "flow-deleted", "gone", "unauthorized"] as const;

export type DormancyCause = (typeof DORMANCY_CAUSES)[number];

/** Subscriptions whose receivers do not do well: those without a flow to call, by cause, and those that answer late or not. */
export interface HealthCounts {
  readonly dormant: Readonly<Partial<Record<DormancyCause, number>>>;
  readonly slow: number;
}

export const DIRECTIONS = ["above", "below", "either"] as const;

/** Which crossings of a threshold count: upwards, downwards, or both. */
export type Direction = (typeof DIRECTIONS)[number];

/** A value to watch for, of a segment's size or a measure. */
export interface Threshold {
  /** Finite. */
  readonly value: number;
  readonly direction: Direction;
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

/** Which full refreshes a subscription wants; without it, those that were scheduled and completed. */
export interface RefreshOptions {
  readonly includeManual: boolean;
  readonly outcome: "completed" | "any";
}

interface Pace {
  /** Its last attempts timed out, failed or took long: it is delivered to in the slow lane. */
  readonly slow: boolean;
  /** When the attempt ended that last changed this. */
  readonly changedAt: Instant;
}

/** How a subscription's receiver has done lately. One that is dormant has one try per event, without retries. */
export type Health =
  | (Pace & { readonly state: "active" })
  | (Pace & { readonly state: "dormant"; readonly dormantSince: Instant; readonly cause: DormancyCause });

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
  readonly wish?: RefreshOptions;
  /** Why it can have no events for now; absent: it can. */
  readonly suspended?: SuspendReason;
  /** Absent: no attempt has shown anything but health. */
  readonly health?: Health;
}

/** Whose callback it is: what a later subscription of the same flow has in common with an earlier one. */
export type CallbackOwner = Pick<Subscription, "connection" | "callbackUrl">;

/** The random part of a subscription at the end of a row key, or before the attempt in that of a retry. */
const RANDOM = /(?<=[.:]|retry-|redrive-|^)[\w-]{22}(?=$|-\d{3}(?:-|$))/;

/** A row key or chunk id as it may be shown and logged: a subscription's random part, which makes its id a capability, is hashed. */
export function redactCapability(text: string): string {
  return text.replace(RANDOM, (random) => subscriptionHash({ random }));
}

/** What names a subscription in logs: its id is a capability, so this is a hash of its random part, 12 characters. */
export function subscriptionHash({ random }: Pick<SubscriptionKey, "random">): string {
  return createHash("sha256").update(random).digest("hex").slice(0, 12);
}

/** A subscription as its callback's index knows it; the greatest `order` is the live one. */
export interface CallbackEntry {
  readonly key: SubscriptionKey;
  readonly order: number;
}

/** Of two made at the same moment the random part decides, the same way on every host. */
export function isOlder(entry: CallbackEntry, than: CallbackEntry): boolean {
  if (entry.order !== than.order) return entry.order < than.order;
  return entry.key.random < than.key.random;
}
