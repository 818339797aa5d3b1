import { type Instant, secondsSince } from "../model/instant";
import { type UnwellCounts } from "../model/subscription";
import { type DeliveryStatus } from "./report";

/** Events that are not completely delivered. */
export interface PendingCount {
  readonly count: number;
  /** Our clock. */
  readonly oldestDetectedAt?: Instant;
}

export interface DeliveryParts {
  readonly pending: PendingCount;
  readonly unwell: UnwellCounts;
  readonly now: Date;
}

export function describeDeliveries({ pending, unwell, now }: DeliveryParts): DeliveryStatus {
  const { count, oldestDetectedAt } = pending;
  const { dormant: causes, slow } = unwell;
  return {
    pendingEvents: count,
    // Hosts' clocks differ: an age is never below zero.
    ...(oldestDetectedAt && { oldestAgeSeconds: Math.max(0, Math.round(secondsSince(oldestDetectedAt, now))) }),
    dormant: { total: Object.values(causes).reduce((sum, each) => sum + each, 0), causes },
    slow,
  };
}
