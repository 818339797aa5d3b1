import { type Segment } from "../model/segment";
import { type WorkflowNode } from "../model/workflow";
import { describeSampled } from "./describeSampled";
import { findNode } from "./findNode";
import { type SampledItem } from "./report";

/** A segment's value is its number of members. */
export function describeSegments(segments: readonly Segment[], nodes: readonly WorkflowNode[]): readonly SampledItem[] {
  const nodeOf = findNode(nodes, ["segmentation"]);
  return segments.map(({ name, friendlyName, state, samples }) =>
    describeSampled({ name, displayName: friendlyName, state, samples }, nodeOf(name)),
  );
}
