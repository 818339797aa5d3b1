import { describeDataSource } from "./describeDataSource";
import { type InstanceHandler } from "./call";
import { readFlag } from "./readFlag";

export const listDataSources: InstanceHandler = ({ instance }) => ({
  status: 200,
  json: instance.sources.map((source) => describeDataSource(instance, source, false)),
});

/** The contract declares no 404 here, so that an unknown id is an error of the service. */
export const getDataSource: InstanceHandler = ({ instance, parameters, query, refuse }) => {
  const wanted = parameters["dataSourceId"]?.toLowerCase();
  const source = instance.sources.find(({ dataSourceId }) => dataSourceId === wanted);
  return source
    ? { status: 200, json: describeDataSource(instance, source, readFlag(query, "includeModel", true)) }
    : refuse({ status: 500, code: "DataSourceNotFound", message: `The data source ${wanted} was not found.` });
};
