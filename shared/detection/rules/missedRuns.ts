/**
 * Missed runs: refreshes of a data source that came and went between two polls, found in the tasks of the jobs.
 */

import { type Instant } from "../../model/instant";
import { type Unusable } from "../../model/sourceAnswer";
import { type DataSourceState } from "../../model/subject";
import {
  type WorkflowJob,
  type WorkflowNode,
  type WorkflowTask,
  isTerminal,
  hasFailed,
  hasSucceeded,
} from "../../model/workflow";
import { type DetectContext, isSameEnd } from "./finding";
import { type RefreshRun, type LatestRun, toRun } from "./refreshRun";

export interface MissedRuns {
  /** Oldest first. */
  readonly runs: readonly RefreshRun[];
  readonly unusable: readonly Unusable[];
}

/**
 * Finds runs that ended since the last poll but that the node no longer shows, because a later run took its place.
 * Tasks have no id, only a name: they count only when one ingestion node alone has that name, else the loss is
 * reported. Only the last try of a job counts, and a failed one only once the job is over, because it may be retried
 * (T1, T2).
 */
export function missedRuns(
  previous: DataSourceState,
  nodes: readonly WorkflowNode[],
  latestRun: LatestRun,
  { jobs, nodes: allNodes }: DetectContext,
): MissedRuns {
  const names = namesOf(nodes);
  const shown = nodes.flatMap(({ jobIds }) => jobIds);
  const tasks = jobs
    .filter(({ jobId, status }) => (latestRun.kind !== "ended" && isTerminal(status)) || !shown.includes(jobId))
    .flatMap((job) => finalTry(job, names))
    .filter((task) => isMissed(task, previous, latestRun));
  if (tasks.length === 0) return { runs: [], unusable: [] };
  if (!isUnique(names, allNodes, nodes)) return { runs: [], unusable: [ambiguous(names, tasks.length)] };
  const byEnd = new Map(tasks.map((task) => [task.endedAt, task]));
  const runs = [...byEnd.values()].map((task) => toRun([task], task.endedAt));
  return { runs: runs.toSorted((a, b) => (a.endedAt < b.endedAt ? -1 : 1)), unusable: [] };
}

function namesOf(nodes: readonly WorkflowNode[]): ReadonlySet<string> {
  return new Set(nodes.flatMap(({ friendlyName }) => friendlyName ?? []));
}

type EndedTask = WorkflowTask & { readonly endedAt: Instant };

/** The last try of a job, if it is final: while the job runs, a failed try may be repeated. */
function finalTry({ status, tasks }: WorkflowJob, names: ReadonlySet<string>): readonly EndedTask[] {
  const tries = tasks.filter((task) => task.operationType === "ingestion" && names.has(task.friendlyName ?? ""));
  const ended = tries
    .filter((task): task is EndedTask => task.endedAt !== undefined && isTerminal(task.status))
    .toSorted((a, b) => (a.endedAt < b.endedAt ? -1 : 1));
  const goesOn = ended.length < tries.length || ended.at(-1)?.status === "failed";
  return !isTerminal(status) && goesOn ? [] : ended.slice(-1);
}

function isMissed(task: EndedTask, { settledAt, held }: DataSourceState, latestRun: LatestRun): boolean {
  if (!hasFailed(task) && !hasSucceeded(task)) return false;
  if (latestRun.kind === "ended" && !isBefore(task.endedAt, latestRun.run.endedAt)) return false;
  return task.endedAt === held?.endedAt || settledAt === undefined || isBefore(settledAt, task.endedAt);
}

function isBefore(a: Instant, b: Instant): boolean {
  return a < b && !isSameEnd(a, b);
}

function isUnique(names: ReadonlySet<string>, all: readonly WorkflowNode[], own: readonly WorkflowNode[]): boolean {
  const named = all.filter(
    ({ operationType, friendlyName }) => operationType === "ingestion" && names.has(friendlyName ?? ""),
  );
  return own.length === 1 && named.length === 1;
}

function ambiguous(names: ReadonlySet<string>, count: number): Unusable {
  return { what: `${count} earlier refreshes`, seen: `the name ${[...names].join(", ")} does not tell whose they are` };
}

/** The ends of all final runs of the nodes with these names. */
export function earlierEnds(nodes: readonly WorkflowNode[], jobs: readonly WorkflowJob[]): readonly Instant[] {
  const names = namesOf(nodes);
  return jobs.flatMap((job) => finalTry(job, names).map(({ endedAt }) => endedAt));
}
