/** The operations that create and change rows in the real-time store. */
import { readRows } from "../data/rows";
import { QueryError, type Table, columnType } from "../data/table";
import { findTable } from "../data/tableList";
import { type Cell, type Row } from "../world/model";
import { type Answer, type InstanceCall, readWrittenBody } from "./call";
import { answerQuery } from "./rowReads";

const HOUR_MS = 3_600_000;

const ACTIVITY_LIFE_MS = 30 * 24 * HOUR_MS;

/**
 * Writes an activity to the real-time store. The unified table answers 201 (created), an ingested one 202 (accepted).
 */
export function createRow(call: InstanceCall): Answer {
  const name = call.parameters["relativePath"] ?? "";
  const table = findTable(call.instance, name);
  const status = table?.source ? 202 : 201;
  return answerQuery(
    call,
    () => {
      if (!table || !isActivity(table))
        throw new QueryError(400, "entityName", `'${name}' is no activity table; only activities can be created.`);
      const row = readRow(call.body, table);
      const key = row[table.columns[0] ?? ""];
      if (key === undefined || key === null)
        throw new QueryError(400, table.columns[0] ?? "", `The key '${table.columns[0]}' is missing.`);
      if (hasKey(call, table, String(key))) throw new QueryError(409, "entityName", `The row '${key}' exists already.`);
      write(call, table, String(key), { row, lifeMs: ACTIVITY_LIFE_MS });
      return { location: null, value: null, formatters: [], contentTypes: [], declaredType: null, statusCode: status };
    },
    status,
  );
}

function isActivity({ entityType }: Table): boolean {
  return entityType === "unifiedActivity" || entityType === "activity";
}

function readRow(body: string, table: Table): Row {
  const written = readWrittenBody(body);
  if (!written) throw new QueryError(400, "body", "The body must be a JSON object.");
  return Object.fromEntries(Object.entries(written).map(([name, value]) => readCell(name, value, table)));
}

function readCell(name: string, value: unknown, table: Table): [string, Cell] {
  const column = table.columns.find((known) => known.toLowerCase() === name.toLowerCase());
  if (column === undefined)
    throw new QueryError(400, name, `Could not find a property named '${name}' on type '${table.qualifiedName}'.`);
  const type = columnType(column);
  const wanted = { "Edm.String": "string", "Edm.DateTimeOffset": "string", "Edm.Boolean": "boolean" }[type as string];
  if (value === null || typeof value === (wanted ?? "number")) return [column, value as Cell];
  throw new QueryError(400, column, `'${column}' must be of type '${type}'.`);
}

function hasKey({ world, instance }: InstanceCall, table: Table, key: string): boolean {
  const column = table.columns[0] ?? "";
  return readRows(world, instance, table).some((row) => row[column] === key);
}

interface Change {
  readonly row: Row;
  readonly lifeMs: number;
}

function write({ world, instance, query }: InstanceCall, table: Table, key: string, { row, lifeMs }: Change): void {
  const text = query.get("validUntil");
  const expiresAt = text === null ? world.now + lifeMs : Date.parse(text);
  if (!(expiresAt > world.now && expiresAt <= world.now + ACTIVITY_LIFE_MS))
    throw new QueryError(400, "validUntil", "validUntil must be a time at most 30 days ahead.");
  instance.writes.push({ table: table.qualifiedName, key, row, expiresAt });
}

const PROFILE_LIFE_MS = 4 * HOUR_MS;

/** Changes columns of a profile in the real-time store. */
export function updateRow(call: InstanceCall): Answer {
  const { entityName = "", entityId = "" } = call.parameters;
  return answerQuery(
    call,
    () => {
      const table = findTable(call.instance, entityName);
      if (table?.entityType !== "profile" || !hasKey(call, table, entityId))
        throw new QueryError(404, "entityId", `'${entityName}' has no row '${entityId}'.`);
      const row = readRow(call.body, table);
      const key = table.columns[0] ?? "";
      if (row[key] !== undefined && row[key] !== entityId)
        throw new QueryError(400, key, `The key '${key}' cannot be changed.`);
      write(call, table, entityId, { row, lifeMs: PROFILE_LIFE_MS });
      return undefined;
    },
    204,
  );
}
