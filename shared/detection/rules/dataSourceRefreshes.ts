import { type DataSource } from "../../model/instance";
import { isLater, latest, toInstant } from "../../model/instant";
import { type DataSourceState } from "../../model/subject";
import { type SuspendReason } from "../../model/subscription";
import { type WorkflowNode } from "../../model/workflow";
import { type DetectContext, type Finding } from "./finding";
import { type RefreshRun, nodesOf, refreshEvent } from "./refreshRun";
import { type RefreshFinding, detectByNodes, nodeBaseline } from "./refreshesByNodes";

/**
 * Rules T1 and T2 (reference/customer-insights-api.md 3.2): how the refreshes of a data source ended. Its ingestion nodes tell;
 * only a source without any, refreshed elsewhere, is judged by its refresh state. The first observation fires nothing.
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

/** Chosen once; a source that was never refreshed, or just begins its first refresh, gives nothing to choose by yet. */
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

/** A refresh is over in these; a `lastRefresh` that moves before belongs to what is still to come of it. */
const OVER = ["updated", "updatefailed", "updatecancelled"];

const RUN_OF = {
  succeeded: { outcome: "succeeded", timedOut: false, partial: false, hasWarnings: false },
  failed: { outcome: "failed", timedOut: false, partial: false, hasWarnings: false },
} as const;

/**
 * A data source that is refreshed elsewhere: `refreshState` and `lastRefresh` are all there is. A moved `lastRefresh` alone
 * proves no success (A6), and a failure has no time of its own: an episode number tells failures apart.
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
    ...(settledAt ? { settledAt } : {}),
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
  /** Nothing stands in the way of its subscriptions any more. */
  readonly resume?: true;
  /** Said again at each look while it holds: whoever acts on it may have died before. */
  readonly suspend?: SuspendReason;
}

/**
 * A data source that we knew was not in a complete list. Twice in a row it is deleted (reference/customer-insights-api.md 3.3);
 * where absence proves nothing, because the instance may not be active, `counts` is false.
 */
export function detectAbsentSource(previous: DataSourceState, counts: boolean): AbsenceFinding {
  const absences = Math.min((previous.absences ?? 0) + (counts ? 1 : 0), 2);
  const state: DataSourceState = absences === 0 ? previous : { ...previous, absences };
  if (absences < 2) return { state, events: [], unusable: [] };
  return { state: { ...state, suspended: "resource-deleted" }, events: [], unusable: [], suspend: "resource-deleted" };
}

/** It is in the list, or back in it: what it was before is compared again. `resume` when its subscriptions were suspended. */
export function clearAbsence(state: DataSourceState): { readonly state: DataSourceState; readonly resume?: true } {
  const { absences: _, suspended, ...rest } = state;
  return suspended ? { state: rest, resume: true } : { state: rest };
}
