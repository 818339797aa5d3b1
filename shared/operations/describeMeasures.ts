import { type Measure } from "../model/measure";
import { type WorkflowNode } from "../model/workflow";
import { describeSampled } from "./describeSampled";
import { findNode } from "./findNode";
import { type SampledItem } from "./report";

const EVALUATIONS = ["measures", "entitymeasures", "attributemeasures"];

/** A measure has no state of its own: it is that of its latest evaluation. One without a single value has no value here. */
export function describeMeasures(measures: readonly Measure[], nodes: readonly WorkflowNode[]): readonly SampledItem[] {
  const nodeOf = findNode(nodes, EVALUATIONS);
  return measures.map(({ name, displayName, samples }) => {
    const node = nodeOf(name);
    return describeSampled({ name, displayName, state: node?.status ?? "", samples }, node);
  });
}
