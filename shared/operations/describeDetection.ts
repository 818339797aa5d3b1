import { type GapEvent } from "../model/event";
import { type Watch } from "../model/subject";
import { type SuspendReason } from "../model/subscription";
import { type DetectionStatus } from "./report";

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
