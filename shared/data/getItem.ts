/**
 * One item of an entity, looked up by its key. The source has no such read, so it is a list with a filter on the key
 * column; the row that comes back is compared with the id that was asked for.
 */
import { type Entity, type EntityRow } from "../model/entity";
import { type SourceFailure, isHidden } from "../model/sourceAnswer";
import { UUID } from "../model/text";
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

/** Finds the item whose key is `itemId`. */
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

/** The form of a literal by the type of its column; a literal of any other type is a text in quotes. */
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
 * The `$filter` that finds one row by its key (docs/customer-insights.md). The id becomes one literal, whatever it
 * contains, so that it cannot change the filter. Undefined when no row can have this id.
 */
export function toKeyFilter(column: string, dataType: string | undefined, itemId: string): string | undefined {
  if (!COLUMN.test(column)) return undefined;
  const type = dataType?.toLowerCase().replace(/^edm\./, "") ?? "";
  const literal = Object.hasOwn(LITERALS, type) ? LITERALS[type] : undefined;
  if (literal) return literal.test(itemId) ? `${column} eq ${itemId}` : undefined;
  return `${column} eq '${itemId.replaceAll("'", "''")}'`;
}

/** Adds the key to the selected columns: the row that comes back is checked by it. */
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

/** The first row, if its key is the id: a source that misreads the filter must not show the caller another item. */
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

/** Compares as the source does: texts without case, times and numbers by value. A list or an object is no key. */
function isSame(value: unknown, itemId: string): boolean {
  if (typeof value === "number") return value === Number(itemId);
  if (typeof value === "boolean") return String(value) === itemId.toLowerCase();
  if (typeof value !== "string") return false;
  if (value.toLowerCase() === itemId.toLowerCase()) return true;
  return TIME_LITERAL.test(value) && TIME_LITERAL.test(itemId) && Date.parse(value) === Date.parse(itemId);
}
