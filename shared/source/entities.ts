/**
 * Entities: CI's tables of data, with their columns and keys.
 */

import { defined } from "../model/defined";
import { type Entity, type EntityAttribute } from "../model/entity";
import { type SourceReads } from "../model/sourceReads";
import { type Note, readItems, readObject, toItems } from "./answer/objectReader";
import { field, toName, toNumber, toWord } from "./answer/values";
import { type ReadSource } from "./readSource";

export function entityReads(read: ReadSource): Pick<SourceReads, "getEntity" | "listEntities" | "getEntitySize"> {
  return {
    /** An answer about another entity is `malformed`. Names of entities have no case. */
    getEntity: async (instanceId, name) =>
      read({
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
      }),

    /** Undeclared forms, a bare list or `{value: […]}`, are read too, and no list is an empty one. */
    listEntities: async (instanceId) =>
      read({
        operation: "listEntities",
        list: { names: ["entities", "tables"] },
        instanceId,
        path: ["instances", instanceId, "manage", "entities"],
        documentedPath: ["instances", instanceId, "manage", "tables"],
        toValue: (json, note) => {
          const isAboutInstance = field(json, "instanceId") !== undefined;
          const list = field(json, "entities") ?? field(json, "tables") ?? (isAboutInstance ? null : json);
          return toItems(list, { path: "entities", note, toItem: toEntity });
        },
      }),

    getEntitySize: async (instanceId, name) =>
      read({
        operation: "getEntitySize",
        instanceId,
        path: ["instances", instanceId, "manage", "entities", name, "entitysize"],
        documentedPath: ["instances", instanceId, "manage", "tables", name, "entitysize"],
        toValue: (json) => {
          const count = toNumber(field(json, "rowCount"));
          return count !== undefined && Number.isSafeInteger(count) && count >= 0 ? count : undefined;
        },
      }),
  };
}

/** Parses an IEntityMetadata; undefined and noted when it has no name. */
export function toEntity(value: unknown, path: string, note: Note): Entity | undefined {
  const entity = readObject(value, path, note);
  const name = toName(field(value, "qualifiedEntityName")) ?? entity.requiredName("name");
  if (!name) return undefined;
  const dataSourceName = entity.text("dataSourceName");
  return {
    name,
    displayName: entity.text("name") ?? name,
    // Types of entities come and go: an unknown one is not worth a note.
    kind: toWord(field(value, "entityType")) ?? "",
    isIngested: dataSourceName !== undefined || entity.id("datasourceId") !== undefined,
    attributes: readItems(value, "attributes", { path, note, toItem: toAttribute }),
    key: toKey(field(value, "keys")),
    ...defined({ dataSourceName }),
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
    ...defined({ friendlyName, dataType, isSearchable }),
  };
}

/**
 * The columns of the first key, such as `keys[0][0].name`; empty when there is no key or one of its columns has no
 * name.
 */
function toKey(value: unknown): readonly string[] {
  const first: unknown = Array.isArray(value) ? value[0] : undefined;
  const columns: readonly unknown[] = Array.isArray(first) ? first : [];
  const names = columns.map((column) => toName(field(column, "name"))).filter((name) => name !== undefined);
  return names.length === columns.length ? names : [];
}
