import { latest } from "../model/instant";
import { type Sample } from "../model/segment";
import { type WorkflowNode } from "../model/workflow";
import { boundText } from "./boundText";
import { findProblem } from "./findProblem";
import { type SampledItem } from "./report";

interface Sampled {
  readonly name: string;
  readonly displayName: string | undefined;
  readonly state: string;
  readonly samples: readonly Sample[];
}

/** One segment or measure with its newest value, and the problem of its latest evaluation. */
export function describeSampled(
  { name, displayName, state, samples }: Sampled,
  node: WorkflowNode | undefined,
): SampledItem {
  const evaluatedAt = latest(samples.map((sample) => sample.evaluatedAt));
  const newest = samples.find((sample) => sample.evaluatedAt === evaluatedAt);
  return {
    name: boundText(name),
    ...(displayName === undefined ? {} : { displayName: boundText(displayName) }),
    state: boundText(state),
    ...(newest ? { evaluatedAt: newest.evaluatedAt, value: newest.value } : {}),
    ...findProblem(node ? [node] : []),
  };
}
