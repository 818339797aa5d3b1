/** The operations about data sources. */
import { type DataSource, type Instance } from "../world/model";
import { type InstanceHandler, readFlag } from "./call";
import { describeAudit } from "./instances";
import { formatTime, formatTimeOrNull } from "./notation";

export const listDataSources: InstanceHandler = ({ instance }) => ({
  status: 200,
  json: instance.sources.map((source) => describeDataSource(instance, source, false)),
});

function describeDataSource(instance: Instance, source: DataSource, withModel: boolean) {
  return {
    dataSourceMetadata: {
      kind: source.kind,
      isActive: source.isActive,
      entityNames: source.tables.map(({ name }) => name),
      entitiesCount: source.tables.length,
      dataSourceId: source.dataSourceId,
      name: source.name,
      friendlyName: source.friendlyName,
      entityInformation: source.tables.map((table) => ({
        entityName: table.name,
        primaryKey: table.columns[0] ?? null,
        entityType: table.type,
        timestampFieldName: null,
        semanticLabels: [],
        entityEnrichmentInfo: null,
        deltaTableVersion: null,
        autoGenerateCDMDefinition: false,
      })),
      provisioningState: source.isActive ? "active" : "deactivated",
      lastRefresh: formatTimeOrNull(source.lastRefresh),
      refreshState: source.refreshState,
      incrementalRefreshProperties: [],
      modelJsonPath: null,
      ...describeAudit(source, instance.instanceId),
    },
    model: withModel ? describeModel(source) : null,
  };
}

function describeModel(source: DataSource) {
  return {
    name: source.name,
    isHidden: false,
    version: "1.0",
    culture: "en-US",
    "pbi:timeZone": null,
    modifiedTime: formatTime(source.updatedAt),
    "pbi:mashup": null,
    annotations: [],
    entities: source.tables.map(({ name }) => ({ name, isHidden: false, annotations: [] })),
    relationships: [],
    referenceModels: [],
  };
}

/** The contract declares no 404 here, so that an unknown id is an error of the service. */
export const getDataSource: InstanceHandler = ({ instance, parameters, query, refuse }) => {
  const wanted = parameters["dataSourceId"]?.toLowerCase();
  const source = instance.sources.find(({ dataSourceId }) => dataSourceId === wanted);
  return source
    ? { status: 200, json: describeDataSource(instance, source, readFlag(query, "includeModel", true)) }
    : refuse({ status: 500, code: "DataSourceNotFound", message: `The data source ${wanted} was not found.` });
};
