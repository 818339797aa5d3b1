import { type Trigger } from "../../model/event";
import { type Instant } from "../../model/instant";
import { type Measure } from "../../model/measure";
import { type Sample, type Segment } from "../../model/segment";
import { type SampledState } from "../../model/subject";
import { type SuspendReason } from "../../model/subscription";

/** What the rules need of a segment or measure: both are values that cross thresholds. */
export interface SampledResource {
  readonly kind: SampledState["kind"];
  readonly name: string;
  readonly displayName?: string;
  readonly createdAt?: Instant;
  readonly version?: number;
  readonly samples: readonly Sample[];
  /** Deactivated: what it shows is no news. */
  readonly dormant: boolean;
  readonly ineligible?: SuspendReason;
}

export const TRIGGER_OF: Record<SampledState["kind"], Trigger> = {
  segment: "segment-threshold-crossed",
  measure: "measure-threshold-crossed",
};

export function fromSegment({ friendlyName, state, ...segment }: Segment): SampledResource {
  const displayName = friendlyName === undefined ? {} : { displayName: friendlyName };
  return { kind: "segment", ...segment, ...displayName, dormant: state === "inactive" };
}

export function fromMeasure({ eligibility, ...measure }: Measure): SampledResource {
  const ineligible = eligibility.ok ? {} : { ineligible: eligibility.reason };
  return { kind: "measure", ...measure, ...ineligible, dormant: false };
}
