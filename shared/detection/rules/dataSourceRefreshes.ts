/**
 * The refreshes of a data source: its baseline, the signal that it is judged by, and its absence. refreshesByNodes.ts
 * has the rule for data sources with ingestion nodes.
 */

import { defined } from "../../model/defined";
import { type DataSource } from "../../model/instance";
import { isLater, latest, toInstant } from "../../model/instant";
import { type DataSourceState } from "../../model/subject";
import { type SuspendReason } from "../../model/subscription";
import { type WorkflowNode } from "../../model/workflow";
import { type DetectContext, type Finding } from "./finding";
import { type RefreshRun, nodesOf, refreshEvent } from "./refreshRun";
import { type RefreshFinding, detectByNodes, nodeBaseline } from "./refreshesByNodes";

/**
 * Rules T1 and T2 (docs/customer-insights.md): finds the refreshes of a data source that ended. Its ingestion nodes
 * show them; only a data source without nodes, which is refreshed elsewhere, is judged by its refresh state. The first
 * observation fires nothing.
 */
export function detectDataSource(
  previous: DataSourceState | undefined,
  dataSource: DataSource,
  context: DetectContext,
): RefreshFinding {
  const nodes = nodesOf(dataSource.dataSourceId, context.nodes);
  const signal = chooseSignal(previous, dataSource, nodes);
  if (!previous) return { state: baseline(signal, dataSource, nodes, context), events: [], unusable: [] };
  const known = { ...previous, signal };
  if (signal === "nodes") return detectByNodes(known, dataSource, nodes, context);
  if (signal === "refresh-state") return detectByRefreshState(known, dataSource, context);
  return { state: known, events: [], unusable: [] };
}

/**
 * Chooses the signal once. It stays undecided for a data source that was never refreshed or is in its first refresh.
 */
function chooseSignal(
  previous: DataSourceState | undefined,
  { refreshState, lastRefreshedAt }: DataSource,
  nodes: readonly WorkflowNode[],
): DataSourceState["signal"] {
  if (previous && previous.signal !== "undecided") return previous.signal;
  if (nodes.length > 0) return "nodes";
  const everRefreshed = lastRefreshedAt !== undefined || !["", "notupdated", "updating"].includes(refreshState);
  return everRefreshed ? "refresh-state" : "undecided";
}

function baseline(
  signal: DataSourceState["signal"],
  { refreshState, lastRefreshedAt }: DataSource,
  nodes: readonly WorkflowNode[],
  context: DetectContext,
): DataSourceState {
  const state = { kind: "data-source", signal, refreshState, episode: 0, baselineAt: toInstant(context.now) } as const;
  if (signal === "nodes") return { ...state, ...nodeBaseline(nodes, context) };
  return lastRefreshedAt ? { ...state, settledAt: lastRefreshedAt } : state;
}

/**
 * The states in which a refresh is over. If `lastRefresh` moves in another state, it belongs to a refresh that is not
 * over.
 */
const OVER = ["updated", "updatefailed", "updatecancelled"];

const RUN_OF = {
  succeeded: { outcome: "succeeded", timedOut: false, partial: false, hasWarnings: false },
  failed: { outcome: "failed", timedOut: false, partial: false, hasWarnings: false },
} as const;

/**
 * Judges a data source that is refreshed elsewhere: `refreshState` and `lastRefresh` are all that CI shows. A moved
 * `lastRefresh` alone proves no success (A6). A failure has no time of its own, so an episode number distinguishes
 * failures.
 */
function detectByRefreshState(
  previous: DataSourceState,
  dataSource: DataSource,
  { instanceId, now }: DetectContext,
): Finding<DataSourceState> {
  const { refreshState, lastRefreshedAt } = dataSource;
  const outcome = outcomeOf(previous, dataSource);
  const settledAt = latest([previous.settledAt, OVER.includes(refreshState) ? lastRefreshedAt : undefined]);
  const state = {
    ...previous,
    refreshState: refreshState === "" ? previous.refreshState : refreshState,
    ...defined({ settledAt }),
  };
  if (!outcome) return { state, events: [], unusable: [] };
  const moved = isLater(lastRefreshedAt, previous.settledAt);
  const run: RefreshRun = { ...RUN_OF[outcome], endedAt: moved ? lastRefreshedAt : toInstant(now), jobIds: [] };
  const episode = previous.episode + 1;
  const version = moved ? lastRefreshedAt : `${previous.baselineAt}#${episode}`;
  const event = refreshEvent({ instanceId, dataSource, run, now, version });
  return { state: { ...state, episode }, events: [event], unusable: [] };
}

function outcomeOf(
  previous: DataSourceState,
  { refreshState, lastRefreshedAt }: DataSource,
): RefreshRun["outcome"] | undefined {
  const moved = isLater(lastRefreshedAt, previous.settledAt);
  const changed = refreshState !== previous.refreshState;
  if (refreshState === "updated") return moved || (changed && !lastRefreshedAt) ? "succeeded" : undefined;
  if (refreshState === "updatefailed") return moved || changed ? "failed" : undefined;
  return undefined;
}

export interface AbsenceFinding extends Finding<DataSourceState> {
  /** The subscriptions were suspended and the reason is gone. */
  readonly resume?: true;
  /**
   * Why its subscriptions are to be suspended. It is repeated at each poll: a host may have died before it acted on it.
   */
  readonly suspend?: SuspendReason;
}

/**
 * Handles a known data source that a complete list does not hold. Absent twice in a row it counts as deleted. `counts`
 * is false when absence proves nothing, because the instance may not be active.
 */
export function detectAbsentSource(previous: DataSourceState, counts: boolean): AbsenceFinding {
  const absences = Math.min((previous.absences ?? 0) + (counts ? 1 : 0), 2);
  const state: DataSourceState = absences === 0 ? previous : { ...previous, absences };
  if (absences < 2) return { state, events: [], unusable: [] };
  return { state: { ...state, suspended: "resource-deleted" }, events: [], unusable: [], suspend: "resource-deleted" };
}

/**
 * Forgets the absence of a data source that is in the list again; its earlier state is compared again. `resume` is set
 * when its subscriptions were suspended.
 */
export function clearAbsence(state: DataSourceState): { readonly state: DataSourceState; readonly resume?: true } {
  const { absences: _, suspended, ...rest } = state;
  return suspended ? { state: rest, resume: true } : { state: rest };
}
