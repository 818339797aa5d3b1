/** The operations about entities: metadata and size of tables. */
import { readRows } from "../data/rows";
import { type Table, columnType } from "../data/table";
import { findTable, listTables } from "../data/tableList";
import { type Answer, type InstanceCall, type InstanceHandler, readFlag } from "./call";
import { formatTimeOrNull } from "./notation";
import { partitionNames } from "./partitionFiles";

export const getEntity: InstanceHandler = (call) =>
  withTable(call, (table) => ({ status: 200, json: describe(call, table) }));

function withTable(call: InstanceCall, answer: (table: Table) => Answer): Answer {
  const name = call.parameters["entityName"] ?? "";
  const table = findTable(call.instance, name);
  return table
    ? answer(table)
    : call.refuse({ status: 404, code: "EntityNotFound", message: `The entity ${name} was not found.` });
}

function describe(call: InstanceCall, table: Table) {
  const withAnnotations = readFlag(call.query, "attributesAnnotations");
  return describeTable(table, { rowCount: countRows(call, table), withAnnotations });
}

interface TableView {
  readonly rowCount: number;
  readonly withAnnotations: boolean;
}

function describeTable(table: Table, { rowCount, withAnnotations }: TableView) {
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

/** Every table that has a customer id is related to the customers. */
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

function countRows({ world, instance }: InstanceCall, table: Table): number {
  return readRows(world, instance, table).length;
}

export const listEntities: InstanceHandler = (call) => {
  const { instance, query } = call;
  const hidden = [
    ...(readFlag(query, "includeQuarantined") ? [] : ["corrupt"]),
    ...(readFlag(query, "includeSelfConflatedEntity") ? [] : ["selfConflation"]),
  ];
  const tables = listTables(instance).filter(({ entityType }) => !hidden.includes(entityType));
  return {
    status: 200,
    json: {
      instanceId: instance.instanceId,
      dataflowId: null,
      datasourceId: null,
      dataflowType: "unknown",
      entities: tables.map((table) => describe(call, table)),
    },
  };
};

const BYTES_PER_CELL = 18;

export const getEntitySize: InstanceHandler = (call) =>
  withTable(call, (table) => {
    const rowCount = countRows(call, table);
    const size = rowCount * table.columns.length * BYTES_PER_CELL;
    return { status: 200, json: { qualifiedEntityName: table.qualifiedName, size, rowCount } };
  });
