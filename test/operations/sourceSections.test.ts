import { type DataSource } from "../../shared/model/instance";
import { type RunProblem, type WorkflowNode } from "../../shared/model/workflow";
import { describeDataSources } from "../../shared/operations/sourceSections";
import { SOURCE_ID, aDataSource, aNode, at } from "../builders/workflow";

const ERROR: RunProblem = { severity: "error", code: "Expired", message: "The credentials have expired." };
const WARNING: RunProblem = { severity: "warning", code: "Replaced" };

test.each<{
  what: string;
  dataSources: readonly DataSource[];
  nodes?: readonly WorkflowNode[];
  items: readonly object[];
}>([
  {
    what: "a data source with its state and last refresh",
    dataSources: [aDataSource({ lastRefreshedAt: at(1) })],
    items: [{ dataSourceId: SOURCE_ID, name: "Sales", state: "updated", lastRefreshedAt: at(1) }],
  },
  {
    what: "a data source that says neither name nor state",
    dataSources: [{ dataSourceId: "x", refreshState: "" }],
    items: [{ dataSourceId: "x", state: "unknown" }],
  },
  {
    what: "the problem of a node whose identifier begins with the data source's id",
    dataSources: [aDataSource({ refreshState: "updatefailed" })],
    nodes: [aNode({ identifier: `${SOURCE_ID}_Orders`, status: "failed", problems: [ERROR] })],
    items: [{ dataSourceId: SOURCE_ID, name: "Sales", state: "updatefailed", problem: ERROR }],
  },
  {
    what: "no problem of another data source, nor of another step with its id",
    dataSources: [aDataSource()],
    nodes: [
      aNode({ identifier: "other", problems: [ERROR] }),
      aNode({ operationType: "export", problems: [ERROR] }),
      aNode({ problems: [] }),
    ],
    items: [{ dataSourceId: SOURCE_ID, name: "Sales", state: "updated" }],
  },
  {
    what: "an error before a warning, of several nodes",
    dataSources: [aDataSource()],
    nodes: [aNode({ problems: [WARNING] }), aNode({ problems: [ERROR] })],
    items: [{ dataSourceId: SOURCE_ID, name: "Sales", state: "updated", problem: ERROR }],
  },
])("data sources show $what", ({ dataSources, nodes = [], items }) => {
  expect(describeDataSources(dataSources, nodes)).toEqual(items);
});
