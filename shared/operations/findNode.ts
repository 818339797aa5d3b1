import { type WorkflowNode } from "../model/workflow";

/** Finds by CI's name the node of a segment or a measure: its identifier, in any casing (reference/customer-insights-api.md 3.1). */
export function findNode(
  nodes: readonly WorkflowNode[],
  operationTypes: readonly string[],
): (name: string) => WorkflowNode | undefined {
  const found = nodes.filter(({ operationType }) => operationTypes.includes(operationType));
  const byName = new Map(found.map((node) => [node.identifier?.toLowerCase(), node]));
  return (name) => byName.get(name.toLowerCase());
}
