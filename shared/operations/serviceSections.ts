/** The sections of the status report about this service itself: its watching of the instance, and its deliveries. */
import { defined } from "../model/defined";
import { type GapEvent } from "../model/event";
import { type Instant, secondsSince } from "../model/instant";
import { type Watch } from "../model/subject";
import { type SuspendReason, type HealthCounts } from "../model/subscription";
import { type DeliveryTotals, type DetectionStatus } from "./report";

export interface DetectionParts {
  /** Undefined when nobody is subscribed, so that the instance is not polled. */
  readonly watch: Watch | undefined;
  /** The newest gaps, newest first. */
  readonly gaps: readonly GapEvent[];
  readonly suspended: Readonly<Partial<Record<SuspendReason, number>>>;
}

export function describeDetection({ watch, gaps, suspended }: DetectionParts): DetectionStatus {
  return {
    watched: watch !== undefined,
    ...defined({ lastPollAt: watch?.lastPollAt, nextPollAt: watch?.nextPollAt, failuresInARow: watch?.failures }),
    gaps: gaps.map(toGap),
    suspended: { total: Object.values(suspended).reduce((sum, count) => sum + count, 0), reasons: suspended },
  };
}

/** The public fields of a gap; a stored gap has more. */
function toGap({ gapId, detectedAt, lastKnownAt, oldestSeenAt }: GapEvent): GapEvent {
  return { gapId, detectedAt, ...defined({ lastKnownAt, oldestSeenAt }) };
}

/** The number of events that are not completely delivered. */
export interface PendingCount {
  readonly count: number;
  /** When the oldest of them was detected, by our clock. */
  readonly oldestDetectedAt?: Instant;
}

export interface DeliveryParts {
  readonly pending: PendingCount;
  readonly unhealthy: HealthCounts;
  readonly deadLetters: number;
  readonly now: Date;
}

export function describeDeliveries({ pending, unhealthy, deadLetters, now }: DeliveryParts): DeliveryTotals {
  const { count, oldestDetectedAt } = pending;
  const { dormant: causes, slow } = unhealthy;
  return {
    pendingEvents: count,
    // The clocks of hosts differ, so a negative age is possible; it counts as zero.
    ...(oldestDetectedAt && { oldestAgeSeconds: Math.max(0, Math.round(secondsSince(oldestDetectedAt, now))) }),
    dormant: { total: Object.values(causes).reduce((sum, each) => sum + each, 0), causes },
    slow,
    deadLetters,
  };
}
