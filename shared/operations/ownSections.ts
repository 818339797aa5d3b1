import { type GapEvent } from "../model/event";
import { type Instant, secondsSince } from "../model/instant";
import { type Watch } from "../model/subject";
import { type SuspendReason, type HealthCounts } from "../model/subscription";
import { type DeliveryTotals, type DetectionStatus } from "./report";

export interface DetectionParts {
  /** Absent: nobody is subscribed, so nobody looks. */
  readonly watch: Watch | undefined;
  /** Newest first. */
  readonly gaps: readonly GapEvent[];
  readonly suspended: Readonly<Partial<Record<SuspendReason, number>>>;
}

export function describeDetection({ watch, gaps, suspended }: DetectionParts): DetectionStatus {
  return {
    watched: watch !== undefined,
    ...(watch?.lastPollAt ? { lastPollAt: watch.lastPollAt } : {}),
    ...(watch ? { nextPollAt: watch.nextPollAt, failuresInARow: watch.failures } : {}),
    gaps: gaps.map(toGap),
    suspended: { total: Object.values(suspended).reduce((sum, count) => sum + count, 0), reasons: suspended },
  };
}

/** What is public of a gap: storage keeps more. */
function toGap({ gapId, detectedAt, lastKnownAt, oldestSeenAt }: GapEvent): GapEvent {
  return { gapId, detectedAt, ...(lastKnownAt ? { lastKnownAt } : {}), ...(oldestSeenAt ? { oldestSeenAt } : {}) };
}

/** Events that are not completely delivered. */
export interface PendingCount {
  readonly count: number;
  /** Our clock. */
  readonly oldestDetectedAt?: Instant;
}

export interface DeliveryParts {
  readonly pending: PendingCount;
  readonly unwell: HealthCounts;
  readonly now: Date;
}

export function describeDeliveries({ pending, unwell, now }: DeliveryParts): DeliveryTotals {
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
