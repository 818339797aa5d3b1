import { findTable, listTables } from "../data/listTables";
import { readRows } from "../data/readRows";
import { type Table } from "../data/table";
import { type Answer } from "../http/answer";
import { type InstanceCall, type InstanceHandler } from "./call";
import { describeTable } from "./describeTable";
import { readFlag } from "./readFlag";

const BYTES_PER_CELL = 18;

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

export const getEntity: InstanceHandler = (call) =>
  withTable(call, (table) => ({ status: 200, json: describe(call, table) }));

export const getEntitySize: InstanceHandler = (call) =>
  withTable(call, (table) => {
    const rowCount = countRows(call, table);
    const size = rowCount * table.columns.length * BYTES_PER_CELL;
    return { status: 200, json: { qualifiedEntityName: table.qualifiedName, size, rowCount } };
  });

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

function countRows({ world, instance }: InstanceCall, table: Table): number {
  return readRows(world, instance, table).length;
}
