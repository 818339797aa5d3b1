import { type DataSource, type Instance } from "../world/model";
import { describeAudit } from "./describeAudit";
import { formatTime, formatTimeOrNull } from "./formatTime";

export function describeDataSource(instance: Instance, source: DataSource, withModel: boolean) {
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
