import { columnType } from "../data/columnType";
import { partitionNames } from "../data/partitions";
import { type Table } from "../data/table";
import { formatTimeOrNull } from "./formatTime";

export interface TableView {
  readonly rowCount: number;
  readonly withAnnotations: boolean;
}

export function describeTable(table: Table, { rowCount, withAnnotations }: TableView) {
  const attributes = table.columns.map((column) => describeColumn(column, table));
  const refreshTime = formatTimeOrNull(table.refreshedAt);
  return {
    name: table.name,
    qualifiedEntityName: table.qualifiedName,
    dataSourceName: table.source?.name ?? null,
    dataflowType: table.dataflowType,
    shouldUseSparkSasAuth: false,
    datasourceId: table.source?.dataSourceId ?? null,
    entityType: table.entityType,
    attributes,
    keys: [attributes.slice(0, 1)],
    relationships: describeRelationships(table),
    timestampAttribute: attributes.find(({ name }) => name === "ActivityTime") ?? null,
    incrementalAttribute: null,
    semanticType: table.name === "Customer" ? "Customer" : null,
    refreshTime,
    // Names of files only: their addresses with credentials come from the proxy answer.
    partitions: partitionNames(rowCount).map((name) => ({
      name: name.replace(".csv", ""),
      location: `https://contosoci.dfs.core.windows.net/ci/${table.qualifiedName}/${name}`,
      refreshTime,
      fileFormatSettings: null,
      isCIGenerated: table.source === undefined,
      forceSasAuth: false,
      hasHeader: false,
    })),
    incrementalUpsertPartitions: [],
    incrementalDeletePartitions: [],
    fullPartitionsParquet: [],
    incrementalUpsertPartitionsParquet: [],
    incrementalDeletePartitionsParquet: [],
    annotations: withAnnotations ? [{ name: "displayName", value: table.name }] : [],
  };
}

function describeColumn(column: string, table: Pick<Table, "filterable" | "isSearchable">) {
  const isText = columnType(column) === "Edm.String";
  return {
    name: column,
    friendlyName: column,
    baseName: null,
    dataType: columnType(column),
    semanticType: column === "Email" ? "IdentityServiceEmail" : null,
    searchProperties: {
      isSearchable: table.isSearchable && isText,
      isFilterable: table.filterable.includes(column),
      isFacetable: false,
      isSortable: table.filterable.includes(column),
      facetSpecification: null,
    },
  };
}

/** Whatever carries a customer id belongs to a customer. */
function describeRelationships(table: Table) {
  if (table.name === "Customer" || !table.columns.includes("CustomerId")) return [];
  const unindexed = { filterable: [], isSearchable: false };
  return [
    {
      name: `${table.name}_Customer`,
      friendlyName: `${table.name} of a customer`,
      fromAttribute: describeColumn("CustomerId", unindexed),
      toAttribute: describeColumn("CustomerId", unindexed),
      relationshipType: "singleKeyRelationshipOrigin",
      dataSourceEntity: null,
      dataSourceMappingAttributes: [],
    },
  ];
}
