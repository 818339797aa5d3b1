import { type DataSource } from "../model/instance";
import { toInstant } from "../model/instant";
import { type DataSourceState } from "../model/subject";
import { type WorkflowNode } from "../model/workflow";
import { type RefreshFinding, detectByNodes, nodeBaseline } from "./detectByNodes";
import { detectByRefreshState } from "./detectByRefreshState";
import { type DetectContext } from "./finding";
import { nodesOf } from "./refreshRun";

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
