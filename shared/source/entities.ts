import { defined } from "../model/defined";
import { type Entity, type EntityAttribute } from "../model/entity";
import { type SourceAnswer } from "../model/sourceAnswer";
import { type Note, readItems, readObject, toItems } from "./answer/objectReader";
import { field, toName, toNumber, toWord } from "./answer/values";
import { type ReadSource } from "./readSource";

/** One entity with its columns; an answer about another one is `malformed`. Names of entities have no case. */
export async function getEntity(
  { instanceId, name }: { readonly instanceId: string; readonly name: string },
  read: ReadSource,
): Promise<SourceAnswer<Entity>> {
  return read({
    operation: "getEntity",
    instanceId,
    path: ["instances", instanceId, "manage", "entities", name],
    documentedPath: ["instances", instanceId, "manage", "tables", name],
    toValue: (json, note) => {
      const entity = toEntity(json, "entity", note);
      const isIt =
        entity && [entity.name, entity.displayName].some((each) => each.toLowerCase() === name.toLowerCase());
      return isIt ? entity : undefined;
    },
  });
}

/** One IEntityMetadata; undefined and noted when it has no name. */
export function toEntity(value: unknown, path: string, note: Note): Entity | undefined {
  const entity = readObject(value, path, note);
  const name = toName(field(value, "qualifiedEntityName")) ?? entity.requiredName("name");
  if (!name) return undefined;
  const dataSourceName = entity.text("dataSourceName");
  return {
    name,
    displayName: entity.text("name") ?? name,
    // Types of entities come and go (reference 1.5): none is new enough to be noted.
    kind: toWord(field(value, "entityType")) ?? "",
    isIngested: dataSourceName !== undefined || entity.id("datasourceId") !== undefined,
    attributes: readItems(value, "attributes", { path, note, toItem: toAttribute }),
    key: toKey(field(value, "keys")),
    ...(dataSourceName && { dataSourceName }),
  };
}

function toAttribute(value: unknown, path: string, note: Note): EntityAttribute | undefined {
  const attribute = readObject(value, path, note);
  const name = attribute.requiredName("name");
  if (!name) return undefined;
  const friendlyName = attribute.text("friendlyName");
  const dataType = attribute.text("dataType");
  const isSearchable = readObject(field(value, "searchProperties"), path, note).flag("isSearchable");
  return {
    name,
    ...(friendlyName && { friendlyName }),
    ...(dataType && { dataType }),
    ...defined({ isSearchable }),
  };
}

/** The columns of the first key (reference 4.3: `keys[0][0].name`); empty when there is none or one of them has no name. */
function toKey(value: unknown): readonly string[] {
  const first: unknown = Array.isArray(value) ? value[0] : undefined;
  const columns: readonly unknown[] = Array.isArray(first) ? first : [];
  const names = columns.map((column) => toName(field(column, "name"))).filter((name) => name !== undefined);
  return names.length === columns.length ? names : [];
}

/** Every entity with its columns. Undeclared forms, a bare list or `{value: […]}`, are read too, and no list is an empty one. */
export async function listEntities(instanceId: string, read: ReadSource): Promise<SourceAnswer<Entity[]>> {
  return read({
    operation: "listEntities",
    instanceId,
    path: ["instances", instanceId, "manage", "entities"],
    documentedPath: ["instances", instanceId, "manage", "tables"],
    toValue: (json, note) => {
      const isAboutInstance = field(json, "instanceId") !== undefined;
      const list = field(json, "entities") ?? field(json, "tables") ?? (isAboutInstance ? null : json);
      return toItems(list, { path: "entities", note, toItem: toEntity });
    },
  });
}

/** How many rows an entity has. */
export async function getEntitySize(
  { instanceId, name }: { readonly instanceId: string; readonly name: string },
  read: ReadSource,
): Promise<SourceAnswer<number>> {
  return read({
    operation: "getEntitySize",
    instanceId,
    path: ["instances", instanceId, "manage", "entities", name, "entitysize"],
    documentedPath: ["instances", instanceId, "manage", "tables", name, "entitysize"],
    toValue: (json) => {
      const count = toNumber(field(json, "rowCount"));
      return count !== undefined && Number.isSafeInteger(count) && count >= 0 ? count : undefined;
    },
  });
}
