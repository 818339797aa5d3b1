import { type DataSource } from "../model/instance";
import { type WorkflowNode } from "../model/workflow";
import { boundText } from "./boundText";
import { findProblem } from "./findProblem";
import { type DataSourceItem } from "./report";

/** With the problem of its latest ingestion, whose nodes begin with the data source's id (reference/customer-insights-api.md 3.2). */
export function describeDataSources(
  dataSources: readonly DataSource[],
  nodes: readonly WorkflowNode[],
): readonly DataSourceItem[] {
  const ingestions = nodes.filter(({ operationType }) => operationType === "ingestion");
  return dataSources.map(({ dataSourceId, name, refreshState, lastRefreshedAt }) => ({
    dataSourceId,
    ...(name === undefined ? {} : { name: boundText(name) }),
    state: boundText(refreshState),
    ...(lastRefreshedAt ? { lastRefreshedAt } : {}),
    ...findProblem(ingestions.filter(({ identifier }) => identifier?.startsWith(dataSourceId))),
  }));
}
