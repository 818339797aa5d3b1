import { createHash } from "node:crypto";
import { latest } from "../../model/instant";
import { type WorkflowJob, type WorkflowNode, isTerminal } from "../../model/workflow";
import { endOf } from "../refreshRun";

const MEASURES = ["measures", "attributemeasures", "entitymeasures"];

/** What the workflow shows of each kind of list: a list can have changed only when its mark is another than before. */
export interface NodeMarks {
  readonly dataSources: string;
  readonly segments: string;
  readonly measures: string;
}

export function nodeMarks(nodes: readonly WorkflowNode[], jobs: readonly WorkflowJob[]): NodeMarks {
  const newestEnd = (types: readonly string[]): string => {
    const ended = nodes.filter(({ operationType, status }) => types.includes(operationType) && isTerminal(status));
    return latest(ended.map((node) => endOf(node, jobs))) ?? "";
  };
  return {
    dataSources: ingestionMark(nodes, jobs),
    segments: newestEnd(["segmentation"]),
    measures: newestEnd(MEASURES),
  };
}

/** Moves with the status or the end of any ingestion, and with the end of a job that holds one: its runs may be final now. */
function ingestionMark(nodes: readonly WorkflowNode[], jobs: readonly WorkflowJob[]): string {
  const shown = nodes
    .filter(({ operationType }) => operationType === "ingestion")
    .map((node) => [node.identifier ?? "", node.status, endOf(node, jobs) ?? "", node.lastSucceededAt ?? ""].join("|"));
  const over = jobs
    .filter(({ status, tasks }) => isTerminal(status) && tasks.some((task) => task.operationType === "ingestion"))
    .map(({ jobId }) => jobId);
  const text = JSON.stringify([shown.toSorted(), over.toSorted()]);
  return createHash("sha256").update(text).digest("base64url").slice(0, 22);
}
