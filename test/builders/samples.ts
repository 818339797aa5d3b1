import { type Measure } from "../../shared/model/measure";
import { type Sample, type Segment } from "../../shared/model/segment";
import { at } from "./workflow";

/** Evaluated so many minutes past ten, by a run named after the minute. */
export function aSample(minute: number, value: number, parts: Partial<Sample> = {}): Sample {
  return { sampleId: `run-${minute}`, value, evaluatedAt: at(minute), ...parts };
}

export function aSegment(parts: Partial<Segment> = {}): Segment {
  return {
    name: "Loyal",
    friendlyName: "Loyal customers",
    state: "active",
    createdAt: at(-600),
    samples: [],
    ...parts,
  };
}

export function aMeasure(parts: Partial<Measure> = {}): Measure {
  return { name: "Revenue", displayName: "Total revenue", eligibility: { ok: true }, samples: [], ...parts };
}
