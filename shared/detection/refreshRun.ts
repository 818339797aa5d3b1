import { type Instant, latest } from "../model/instant";
import { type RunProblem, type WorkflowJob, type WorkflowNode, type WorkflowTask, isTerminal } from "../model/workflow";

/** One ended refresh of a data source. */
export interface RefreshRun {
  readonly outcome: "succeeded" | "failed";
  readonly endedAt: Instant;
  readonly timedOut: boolean;
  /** It went through, with errors. */
  readonly partial: boolean;
  readonly hasWarnings: boolean;
  /** Of a failure: what the source says was wrong. */
  readonly problem?: RunProblem;
  /** Jobs of the nodes that failed, or of all where none did. */
  readonly jobIds: readonly string[];
}

/** How a data source stands, over all its nodes. `timeless` lists nodes that ended without saying when. */
export type Standing =
  | { readonly kind: "running" | "inconclusive" }
  | { readonly kind: "timeless"; readonly nodes: readonly WorkflowNode[] }
  | { readonly kind: "ended"; readonly run: RefreshRun };

type Ended = Pick<WorkflowTask, "status" | "problems">;

/** The ingestion nodes of a data source: the identifier is its id, or begins with it (`<id>_<table>`, A5). */
export function nodesOf(dataSourceId: string, nodes: readonly WorkflowNode[]): readonly WorkflowNode[] {
  return nodes.filter(({ operationType, identifier = "" }) => {
    if (operationType !== "ingestion" || !identifier.toLowerCase().startsWith(dataSourceId)) return false;
    return !/^[0-9a-z]/i.test(identifier.slice(dataSourceId.length));
  });
}

/** Failed when one node failed and none runs, succeeded when all did; aborted, skipped and the like prove nothing. */
export function standingOf(nodes: readonly WorkflowNode[], jobs: readonly WorkflowJob[]): Standing {
  if (nodes.some(({ status }) => !isTerminal(status) && status !== "needsupdate")) return { kind: "running" };
  const failed = nodes.filter(isFailure);
  const all = failed.length > 0 ? failed : nodes;
  if (all.length === 0 || (failed.length === 0 && !nodes.every(isSuccess))) return { kind: "inconclusive" };
  const endedAt = latest(all.map((node) => endOf(node, jobs)));
  if (!endedAt) return { kind: "timeless", nodes: all };
  return { kind: "ended", run: toRun(all, endedAt) };
}

/** One refresh out of the nodes or the tasks it consists of. */
export function toRun(parts: readonly (Ended & Pick<WorkflowTask, "jobIds">)[], endedAt: Instant): RefreshRun {
  const failed = parts.filter(isFailure);
  const problem = failed.flatMap(({ problems }) => problems).find(isError);
  return {
    outcome: failed.length > 0 ? "failed" : "succeeded",
    endedAt,
    timedOut: failed.some(({ status }) => status === "timedout"),
    partial: failed.length > 0 && failed.every(({ status }) => status === "successful"),
    hasWarnings: parts.some(({ problems }) => problems.some(({ severity }) => severity === "warning")),
    ...(problem ? { problem } : {}),
    jobIds: [...new Set(parts.flatMap(({ jobIds }) => jobIds))],
  };
}

/** "Completed with errors" is a failure, partial (A7). */
export function isFailure({ status, problems }: Ended): boolean {
  return status === "failed" || status === "timedout" || (status === "successful" && problems.some(isError));
}

export function isSuccess(ended: Ended): boolean {
  return ended.status === "successful" && !isFailure(ended);
}

function isError({ severity }: RunProblem): boolean {
  return severity === "error";
}

/** When a node's run ended; where the node does not say, when the last success or its jobs did. */
export function endOf(node: WorkflowNode, jobs: readonly WorkflowJob[]): Instant | undefined {
  if (node.endedAt) return node.endedAt;
  if (isSuccess(node) && node.lastSucceededAt) return node.lastSucceededAt;
  const own = jobs.filter(({ jobId }) => node.jobIds.includes(jobId));
  return own.every(({ status }) => isTerminal(status)) ? latest(own.map(({ endedAt }) => endedAt)) : undefined;
}
