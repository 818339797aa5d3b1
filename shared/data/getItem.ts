import { type Entity, type EntityRow } from "../model/entity";
import { type SourceFailure, isHidden } from "../model/sourceAnswer";
import { UUID } from "../model/uuid";
import { type FieldProblem } from "../validation/guard";
import { type EntityRequest, findEntity } from "./entities";
import { type NoItems, type RowsDeps } from "./listItems";
import { type ItemOptions, checkOptions, namesIn, toRefusal } from "./options";

export interface ItemRequest extends EntityRequest {
  readonly itemId: string;
  readonly options: ItemOptions;
}

export type ItemResult =
  { readonly outcome: "found"; readonly item: EntityRow } | { readonly outcome: "unknown-item" } | NoItems;

/** The item that has this key. */
export async function getItem(request: ItemRequest, deps: RowsDeps): Promise<ItemResult> {
  const { instanceId, itemId, options } = request;
  const found = await findEntity(request, deps);
  if (found.outcome !== "found") return found;
  const { entity } = found;
  const [key, ...others] = entity.key;
  const problems = [...checkKey(entity), ...checkOptions(options, entity)];
  if (key === undefined || others.length > 0 || problems.length > 0) return { outcome: "refused", problems };
  const $filter = toKeyFilter(key, entity.attributes.find(({ name }) => name === key)?.dataType, itemId);
  if ($filter === undefined) return { outcome: "unknown-item" };
  const question = { ...withKey(options, key), $filter, $top: "1" };
  const answer = await deps.listRows({ instanceId, entity: entity.name, options: question });
  if (!answer.ok) return toNoItem(answer.failure, options);
  return pick(answer.value.rows, { key, itemId, isKeyWanted: question.$select === options.$select });
}

function checkKey({ name, key, isIngested }: Entity): FieldProblem[] {
  const target = "itemId";
  if (isIngested) {
    const message = `cannot be looked up in '${name}': it was ingested from a data source, and Customer Insights finds single items only in entities that it made itself; list its items instead`;
    return [{ target, message }];
  }
  if (key.length === 1) return [];
  return [
    { target, message: `cannot be looked up in '${name}', which has no single key column; list its items instead` },
  ];
}

const NUMBER = /^-?\d{1,19}(?:\.\d{1,19})?$/;

const GUID = new RegExp(`^${UUID.source}$`, "i");

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,12})?)?(?:Z|[+-]\d\d:\d\d)$/i;

const DATE = /^\d{4}-\d\d-\d\d$/;

const FLAG = /^(?:true|false)$/;

/** How ids of a column of this type look; every other type is written as a text. */
const LITERALS: Readonly<Record<string, RegExp>> = {
  byte: NUMBER,
  sbyte: NUMBER,
  int16: NUMBER,
  int32: NUMBER,
  int64: NUMBER,
  single: NUMBER,
  double: NUMBER,
  decimal: NUMBER,
  guid: GUID,
  date: DATE,
  datetime: TIME,
  datetimeoffset: TIME,
  boolean: FLAG,
};

const COLUMN = /^[\p{L}_][\p{L}\p{N}_]*$/u;

/**
 * The `$filter` that finds one row by its key (reference/customer-insights-api.md 4.3): the id is one literal whatever it
 * holds. Undefined when no row can have it.
 */
export function toKeyFilter(column: string, dataType: string | undefined, itemId: string): string | undefined {
  if (!COLUMN.test(column)) return undefined;
  const type = dataType?.toLowerCase().replace(/^edm\./, "") ?? "";
  const literal = Object.hasOwn(LITERALS, type) ? LITERALS[type] : undefined;
  if (literal) return literal.test(itemId) ? `${column} eq ${itemId}` : undefined;
  return `${column} eq '${itemId.replaceAll("'", "''")}'`;
}

/** Without its key it could not be told whether a row is the one that was asked for. */
function withKey(options: ItemOptions, key: string): ItemOptions {
  const names = namesIn(options.$select);
  const isThere = names.length === 0 || names.some((name) => name === "*" || name.toLowerCase() === key.toLowerCase());
  return isThere ? options : { ...options, $select: [...names, key].join(",") };
}

function toNoItem(failure: SourceFailure, options: ItemOptions): ItemResult {
  if (isHidden(failure)) return { outcome: "unknown-entity" };
  const refusal = toRefusal(failure, options, undefined);
  if (!refusal) return { outcome: "source-failed", failure };
  const target = refusal.target === "query" ? "itemId" : refusal.target;
  return { outcome: "refused", problems: [{ ...refusal, target }] };
}

interface Picking {
  readonly key: string;
  readonly itemId: string;
  readonly isKeyWanted: boolean;
}

/** Nobody gets another item than the one asked for, whatever the source makes of the filter. */
function pick(rows: readonly EntityRow[], { key, itemId, isKeyWanted }: Picking): ItemResult {
  const [row] = rows;
  if (!row) return { outcome: "unknown-item" };
  const column = Object.keys(row).find((name) => name.toLowerCase() === key.toLowerCase()) ?? key;
  if (!isSame(row[column], itemId)) {
    return { outcome: "source-failed", failure: { kind: "malformed", message: "the source answered another item" } };
  }
  if (isKeyWanted) return { outcome: "found", item: row };
  const { [column]: _key, ...item } = row;
  return { outcome: "found", item };
}

const TIME_LITERAL = /^\d{4}-\d\d-\d\dT/i;

/** The source compares texts without case, and times and numbers by value. A list or an object is no key. */
function isSame(seen: unknown, itemId: string): boolean {
  if (typeof seen === "number") return seen === Number(itemId);
  if (typeof seen === "boolean") return String(seen) === itemId.toLowerCase();
  if (typeof seen !== "string") return false;
  if (seen.toLowerCase() === itemId.toLowerCase()) return true;
  return TIME_LITERAL.test(seen) && TIME_LITERAL.test(itemId) && Date.parse(seen) === Date.parse(itemId);
}
