import { type Entity, type EntityAttribute } from "../model/entity";
import { type Instance } from "../model/instance";
import { setNewest } from "../model/recentMap";
import { type SourceAnswer, type SourceFailure, isHidden } from "../model/sourceAnswer";

export interface EntityDeps {
  readonly getEntity: (instanceId: string, name: string) => Promise<SourceAnswer<Entity>>;
  readonly getInstance: (instanceId: string) => Promise<SourceAnswer<Instance>>;
}

export interface EntityRequest {
  /** Lower case uuid. */
  readonly instanceId: string;
  /** As the caller wrote it. */
  readonly entity: string;
}

/** A JSON schema of one item, as a flow's designer takes it. */
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
  /** Column that one item is asked for by; absent when the entity has no single one. */
  readonly key?: string;
  readonly schema: ItemSchema;
}

/** Why there is no entity to read. */
export type EntityMissing =
  | { readonly outcome: "unknown-instance" }
  | { readonly outcome: "unknown-entity" }
  | { readonly outcome: "source-failed"; readonly failure: SourceFailure };

export type EntitySchemaResult = { readonly outcome: "found"; readonly entity: EntitySchema } | EntityMissing;

/** What the items of an entity look like. */
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

/** The entity of a name; one that is not there costs a second call, which tells whether its instance is. */
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

/** Columns in their order, titled as people call them. A type that is not known, or not told, allows anything. */
export function toItemSchema(attributes: readonly EntityAttribute[]): ItemSchema {
  const properties = attributes.map(({ name, friendlyName = name, dataType = "" }): [string, PropertySchema] => [
    name,
    { title: friendlyName, ...toTyped(dataType) },
  ]);
  return { type: "object", properties: Object.fromEntries(properties) };
}

type Typed = Omit<PropertySchema, "title">;

/** By the type's name in lower case, with or without `Edm.`. Formats are those that the platform knows. */
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

type GetEntity = (instanceId: string, name: string) => Promise<SourceAnswer<Entity>>;

/**
 * Asks for an entity at most once a minute: each page of its items needs to know it, and calls of the source are few. What
 * the source could not tell is asked for again.
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
