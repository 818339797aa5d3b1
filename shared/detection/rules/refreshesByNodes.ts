/**
 * Refreshes of a data source that has ingestion nodes (T1, T2): which runs are new, and when a failure is final.
 */

import { defined } from "../../model/defined";
import { type DataSource } from "../../model/instance";
import { type Instant, isLater, latest, secondsSince, toInstant } from "../../model/instant";
import { type Unusable } from "../../model/sourceAnswer";
import { type DataSourceState } from "../../model/subject";
import { type WorkflowJob, type WorkflowNode, endOf, isTerminal } from "../../model/workflow";
import { type DetectContext, type Finding, MAX_EVENTS } from "./finding";
import { earlierEnds, missedRuns } from "./missedRuns";
import { type RefreshRun, type LatestRun, refreshEvent, latestRunOf } from "./refreshRun";

export interface RefreshFinding extends Finding<DataSourceState> {
  /** More runs ended than one change may hold: the next poll finds the rest. */
  readonly incomplete?: true;
}

/**
 * Finds the runs that ended since the last poll, in order: runs that came and went between two polls, then the run that
 * the nodes show. `settledAt` is the end of the newest run that was judged; a failure that may still be retried waits
 * in `held`. After a long time without a poll there may be more runs than one change may hold: the oldest are reported,
 * and the next poll finds the rest.
 */
export function detectByNodes(
  previous: DataSourceState,
  dataSource: DataSource,
  nodes: readonly WorkflowNode[],
  context: DetectContext,
): RefreshFinding {
  const latestRun = latestRunOf(nodes, context.jobs);
  const missed = missedRuns(previous, nodes, latestRun, context);
  const current = newRun(previous, latestRun);
  const isHeld = current !== undefined && !isFinal(current, previous, dataSource, context);
  const all = [...missed.runs, ...(current && !isHeld ? [current] : [])];
  const runs = all.slice(0, MAX_EVENTS);
  const isWhole = runs.length === all.length;
  const ends = [...(isWhole ? [current] : []), ...runs].map((run) => run?.endedAt);
  const settledAt = latest([previous.settledAt, ...ends]);
  const { held: _, ...rest } = previous;
  const state: DataSourceState = {
    ...rest,
    refreshState: dataSource.refreshState,
    ...defined({ settledAt }),
    ...(current && isHeld && isWhole ? { held: hold(current.endedAt, previous, context.now) } : {}),
  };
  const events = runs.map((run) => refreshEvent({ instanceId: context.instanceId, dataSource, run, now: context.now }));
  const unusable = [...missed.unusable, ...timeless(latestRun)];
  return isWhole ? { state, events, unusable } : { state, events, unusable, incomplete: true };
}

/** The run that the nodes show, if it is newer than all judged runs or is the held failure. */
function newRun({ settledAt, held }: DataSourceState, latestRun: LatestRun): RefreshRun | undefined {
  if (latestRun.kind !== "ended") return undefined;
  const { endedAt } = latestRun.run;
  return isLater(endedAt, settledAt) || endedAt === held?.endedAt ? latestRun.run : undefined;
}

/**
 * True for a success, a time-out and a partial failure. CI may retry any other failure: it is final when its jobs are
 * over, or when it has not changed for the hold time while nothing updates (T1, A3).
 */
function isFinal(
  run: RefreshRun,
  { held }: DataSourceState,
  { refreshState }: DataSource,
  { jobs, now, holdSeconds }: DetectContext,
): boolean {
  if (!mayBeRetried(run) || holdSeconds === 0) return true;
  if (run.jobIds.length > 0 && run.jobIds.every((id) => isOver(id, jobs))) return true;
  const unchanged = held?.endedAt === run.endedAt && secondsSince(held.since, now) >= holdSeconds;
  return unchanged && refreshState !== "updating";
}

function mayBeRetried({ outcome, timedOut, partial }: RefreshRun): boolean {
  return outcome === "failed" && !timedOut && !partial;
}

function isOver(jobId: string, jobs: readonly WorkflowJob[]): boolean {
  return jobs.some((job) => job.jobId === jobId && isTerminal(job.status));
}

function hold(endedAt: Instant, { held }: DataSourceState, now: Date): NonNullable<DataSourceState["held"]> {
  return held?.endedAt === endedAt ? held : { endedAt, since: toInstant(now) };
}

function timeless(latestRun: LatestRun): readonly Unusable[] {
  if (latestRun.kind !== "timeless") return [];
  return latestRun.nodes.map(({ identifier = "", status }) => ({
    what: `node ${identifier}`,
    seen: `${status} without an end time`,
  }));
}

/**
 * The baseline at the first observation: every run that has ended counts as reported, also runs that a running node
 * does not show any more. A failure whose job still runs is held.
 */
export function nodeBaseline(
  nodes: readonly WorkflowNode[],
  { jobs, now }: DetectContext,
): Pick<DataSourceState, "settledAt" | "held"> {
  const ends = nodes.flatMap((node) => [endOf(node, jobs), node.lastSucceededAt]);
  const settledAt = latest([...ends, ...earlierEnds(nodes, jobs)]);
  const latestRun = latestRunOf(nodes, jobs);
  const open = latestRun.kind === "ended" && mayBeRetried(latestRun.run) && hasOpenJob(latestRun.run, jobs);
  return {
    ...defined({ settledAt }),
    ...(open ? { held: { endedAt: latestRun.run.endedAt, since: toInstant(now) } } : {}),
  };
}

function hasOpenJob({ jobIds }: RefreshRun, jobs: readonly WorkflowJob[]): boolean {
  return jobs.some(({ jobId, status }) => jobIds.includes(jobId) && !isTerminal(status));
}
