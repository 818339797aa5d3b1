import { latest } from "../model/instant";
import { type WorkflowNode } from "../model/workflow";
import { boundText } from "./boundText";
import { findProblem } from "./findProblem";
import { type Detail, type StatusReport, type UnificationItem } from "./report";
import { toSection } from "./toSection";

/** reference/customer-insights-api.md 3.1, groups. */
const STEPS = ["map", "match", "merge", "relationship"];

/** The steps of unification as they ran last; it succeeded when a merge did. */
export function describeUnification(nodes: readonly WorkflowNode[], detail: Detail): StatusReport["unification"] {
  const steps = nodes.filter(({ operationType }) => STEPS.includes(operationType));
  const merges = steps.filter(({ operationType }) => operationType === "merge");
  const lastSucceededAt = latest(merges.map((merge) => merge.lastSucceededAt));
  const section = toSection(steps.map(toItem), detail);
  return lastSucceededAt ? { ...section, lastSucceededAt } : section;
}

function toItem(node: WorkflowNode): UnificationItem {
  const { operationType, status, endedAt, lastSucceededAt } = node;
  const name = node.friendlyName ?? node.identifier;
  return {
    step: operationType,
    ...(name === undefined ? {} : { name: boundText(name) }),
    state: status,
    ...(endedAt ? { endedAt } : {}),
    ...(lastSucceededAt ? { lastSucceededAt } : {}),
    ...findProblem([node]),
  };
}
