/**
 * A refresh run of a data source: how it is derived from nodes or tasks, and its event.
 */

import { defined } from "../../model/defined";
import { type DetectedEvent, type EventFields } from "../../model/event";
import { type DataSource } from "../../model/instance";
import { type Instant, latest, toInstant } from "../../model/instant";
import { dataSourceSubjectId } from "../../model/subject";
import {
  type Ended,
  type RunProblem,
  type WorkflowJob,
  type WorkflowNode,
  type WorkflowTask,
  endOf,
  isError,
  hasFailed,
  hasSucceeded,
  isTerminal,
} from "../../model/workflow";
import { eventId } from "./finding";

/** One ended refresh of a data source. */
export interface RefreshRun {
  readonly outcome: "succeeded" | "failed";
  readonly endedAt: Instant;
  readonly timedOut: boolean;
  /** True for a run that completed with errors (A7). */
  readonly partial: boolean;
  readonly hasWarnings: boolean;
  /** The source's reason for a failure. */
  readonly problem?: RunProblem;
  /** The jobs of the failed nodes, or of all nodes when none failed. */
  readonly jobIds: readonly string[];
}

/** The latest run of a data source over all its nodes. `timeless` lists nodes that ended without an end time. */
export type LatestRun =
  | { readonly kind: "running" | "inconclusive" }
  | { readonly kind: "timeless"; readonly nodes: readonly WorkflowNode[] }
  | { readonly kind: "ended"; readonly run: RefreshRun };

/**
 * Derives the latest run: failed when a node failed and none runs, succeeded when all nodes did. Statuses such as
 * aborted and skipped prove nothing.
 */
export function latestRunOf(nodes: readonly WorkflowNode[], jobs: readonly WorkflowJob[]): LatestRun {
  if (nodes.some(({ status }) => !isTerminal(status) && status !== "needsupdate")) return { kind: "running" };
  const failed = nodes.filter(hasFailed);
  const all = failed.length > 0 ? failed : nodes;
  if (all.length === 0 || (failed.length === 0 && !nodes.every(hasSucceeded))) return { kind: "inconclusive" };
  const endedAt = latest(all.map((node) => endOf(node, jobs)));
  if (!endedAt) return { kind: "timeless", nodes: all };
  return { kind: "ended", run: toRun(all, endedAt) };
}

/** Makes one run of the nodes or tasks that it consists of. */
export function toRun(parts: readonly (Ended & Pick<WorkflowTask, "jobIds">)[], endedAt: Instant): RefreshRun {
  const failed = parts.filter(hasFailed);
  const problem = failed.flatMap(({ problems }) => problems).find(isError);
  return {
    outcome: failed.length > 0 ? "failed" : "succeeded",
    endedAt,
    timedOut: failed.some(({ status }) => status === "timedout"),
    partial: failed.length > 0 && failed.every(({ status }) => status === "successful"),
    hasWarnings: parts.some(({ problems }) => problems.some(({ severity }) => severity === "warning")),
    ...defined({ problem }),
    jobIds: [...new Set(parts.flatMap(({ jobIds }) => jobIds))],
  };
}

interface RefreshEventInput {
  readonly instanceId: string;
  readonly dataSource: DataSource;
  readonly run: RefreshRun;
  readonly now: Date;
  /** Distinguishes this run from other runs of the data source; default: its end. */
  readonly version?: string;
}

/** The event of an ended refresh (T1, T2). Its identity is instance, data source, end and outcome. */
export function refreshEvent({ instanceId, dataSource, run, now, version }: RefreshEventInput): DetectedEvent {
  const { dataSourceId, name } = dataSource;
  const trigger = run.outcome === "failed" ? "data-source-refresh-failed" : "data-source-refresh-succeeded";
  return {
    eventId: eventId([instanceId, dataSourceId, version ?? run.endedAt, run.outcome]),
    trigger,
    instanceId,
    subjectId: dataSourceSubjectId(dataSourceId),
    resource: dataSourceId,
    occurredAt: run.endedAt,
    detectedAt: toInstant(now),
    fields: {
      dataSourceId,
      ...defined({ dataSourceName: name }),
      ...(run.outcome === "failed" ? failureFields(run) : { hasWarnings: run.hasWarnings }),
    },
  };
}

const MAX_MESSAGE_LENGTH = 500;

function failureFields({ timedOut, partial, problem }: RefreshRun): EventFields {
  return {
    status: timedOut ? "timedOut" : "failed",
    partial,
    ...defined({ errorCode: problem?.code, errorMessage: problem?.message?.slice(0, MAX_MESSAGE_LENGTH) }),
  };
}

/** The ingestion nodes of a data source: their identifier is its id, or begins with it (`<id>_<table>`, A5). */
export function nodesOf(dataSourceId: string, nodes: readonly WorkflowNode[]): readonly WorkflowNode[] {
  return nodes.filter(({ operationType, identifier = "" }) => {
    if (operationType !== "ingestion" || !identifier.toLowerCase().startsWith(dataSourceId)) return false;
    return !/^[0-9a-z]/i.test(identifier.slice(dataSourceId.length));
  });
}
