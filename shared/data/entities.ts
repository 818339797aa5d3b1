/**
 * Entities, CI's tables of data: finding one by its name, and its columns as the JSON schema that a flow's designer
 * needs. The list of entities for a drop-down is in lookups.ts.
 */
import { type Entity, type EntityAttribute } from "../model/entity";
import { setNewest } from "../model/recentMap";
import { type SourceAnswer, type SourceFailure, isHidden } from "../model/sourceAnswer";
import { type DataPorts } from "./ports";

export type EntityDeps = Pick<DataPorts, "getEntity" | "getInstance">;

export interface EntityRequest {
  /** A UUID in lower case. */
  readonly instanceId: string;
  /** The entity's name in the caller's spelling. */
  readonly entity: string;
}

/** The JSON schema of one item, in the form that a flow's designer accepts. */
export interface ItemSchema {
  readonly type: "object";
  readonly properties: Readonly<Record<string, PropertySchema>>;
}

interface PropertySchema {
  readonly title: string;
  readonly type?: "string" | "integer" | "number" | "boolean" | "array";
  readonly format?: string;
  readonly items?: Omit<PropertySchema, "title">;
}

interface EntitySchema {
  readonly name: string;
  readonly displayName: string;
  /** The key column; absent when the entity has no key of one column, and no item of it can be looked up. */
  readonly key?: string;
  readonly schema: ItemSchema;
}

/** Why there is no entity to read. */
export type EntityMissing =
  | { readonly outcome: "unknown-instance" }
  | { readonly outcome: "unknown-entity" }
  | { readonly outcome: "source-failed"; readonly failure: SourceFailure };

export type EntitySchemaResult = { readonly outcome: "found"; readonly entity: EntitySchema } | EntityMissing;

/** Describes the items of an entity: its names, its key column and the JSON schema of one item. */
export async function getEntitySchema(request: EntityRequest, deps: EntityDeps): Promise<EntitySchemaResult> {
  const found = await findEntity(request, deps);
  if (found.outcome !== "found") return found;
  const { name, displayName, attributes, key } = found.entity;
  const [column, ...others] = key;
  const schema = toItemSchema(attributes);
  const single = column !== undefined && others.length === 0 ? { key: column } : {};
  return { outcome: "found", entity: { name, displayName, ...single, schema } };
}

export type EntityFound = { readonly outcome: "found"; readonly entity: Entity } | EntityMissing;

/** Finds an entity by its name. A missing one costs a second call, which shows whether its instance exists. */
export async function findEntity({ instanceId, entity: name }: EntityRequest, deps: EntityDeps): Promise<EntityFound> {
  const answer = await deps.getEntity(instanceId, name);
  if (answer.ok) return { outcome: "found", entity: answer.value };
  if (!isHidden(answer.failure)) return { outcome: "source-failed", failure: answer.failure };
  const instance = await deps.getInstance(instanceId);
  if (instance.ok) return { outcome: "unknown-entity" };
  return isHidden(instance.failure)
    ? { outcome: "unknown-instance" }
    : { outcome: "source-failed", failure: instance.failure };
}

/** The columns in their order, with the names that people see as titles. A column of unknown type allows any value. */
export function toItemSchema(attributes: readonly EntityAttribute[]): ItemSchema {
  const properties = attributes.map(({ name, friendlyName = name, dataType = "" }): [string, PropertySchema] => [
    name,
    { title: friendlyName, ...toTyped(dataType) },
  ]);
  return { type: "object", properties: Object.fromEntries(properties) };
}

type Typed = Omit<PropertySchema, "title">;

/** JSON types by the name of CI's type, in lower case and without `Edm.`. Power Automate knows all these formats. */
const TYPES: Readonly<Record<string, Typed>> = {
  string: { type: "string" },
  guid: { type: "string", format: "uuid" },
  binary: { type: "string", format: "byte" },
  boolean: { type: "boolean" },
  byte: { type: "integer", format: "int32" },
  sbyte: { type: "integer", format: "int32" },
  int16: { type: "integer", format: "int32" },
  int32: { type: "integer", format: "int32" },
  int64: { type: "integer", format: "int64" },
  single: { type: "number", format: "float" },
  double: { type: "number", format: "double" },
  decimal: { type: "number" },
  date: { type: "string", format: "date" },
  datetime: { type: "string", format: "date-time" },
  datetimeoffset: { type: "string", format: "date-time" },
  timeofday: { type: "string" },
  duration: { type: "string" },
};

function toTyped(dataType: string): Typed {
  const [, inner] = /^collection\((.*)\)$/i.exec(dataType) ?? [];
  if (inner !== undefined) return { type: "array", items: toTyped(inner) };
  const name = dataType.toLowerCase().replace(/^edm\./, "");
  return Object.hasOwn(TYPES, name) ? (TYPES[name] ?? {}) : {};
}

const MAX_KEPT = 500;

const KEPT_MS = 60_000;

type GetEntity = DataPorts["getEntity"];

/**
 * A `getEntity` that asks the source at most once a minute for each entity: every page of items needs the entity, and
 * calls to the source are limited. Failures are not kept. A clock that was set back makes an answer stale too.
 */
export function rememberEntities(getEntity: GetEntity, now: () => Date): GetEntity {
  const known = new Map<string, { readonly answer: Promise<SourceAnswer<Entity>>; readonly until: number }>();
  return async (instanceId, name) => {
    const key = `${instanceId} ${name.toLowerCase()}`;
    const at = now().getTime();
    const kept = known.get(key);
    const isFresh = kept !== undefined && kept.until > at && kept.until <= at + KEPT_MS;
    const entry = isFresh ? kept : { answer: getEntity(instanceId, name), until: at + KEPT_MS };
    setNewest(known, [key, entry], { max: MAX_KEPT });
    const answer = await entry.answer;
    if (!answer.ok && known.get(key) === entry) known.delete(key);
    return answer;
  };
}
