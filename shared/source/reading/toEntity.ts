import { type Entity, type EntityAttribute } from "../../model/entity";
import { type Note } from "./createNotes";
import { field } from "./field";
import { readItems } from "./readItems";
import { readObject } from "./readObject";
import { toName } from "./toName";
import { toWord } from "./toWord";

/** One IEntityMetadata; undefined and noted when it has no name. */
export function toEntity(seen: unknown, at: string, note: Note): Entity | undefined {
  const entity = readObject(seen, at, note);
  const name = toName(field(seen, "qualifiedEntityName")) ?? entity.requiredName("name");
  if (!name) return undefined;
  const dataSourceName = entity.text("dataSourceName");
  return {
    name,
    displayName: entity.text("name") ?? name,
    // Types of entities come and go (reference 1.5): none is new enough to be noted.
    kind: toWord(field(seen, "entityType")) ?? "",
    isIngested: dataSourceName !== undefined || entity.id("datasourceId") !== undefined,
    attributes: readItems(seen, "attributes", { at, note, toItem: toAttribute }),
    key: toKey(field(seen, "keys")),
    ...(dataSourceName && { dataSourceName }),
  };
}

function toAttribute(seen: unknown, at: string, note: Note): EntityAttribute | undefined {
  const attribute = readObject(seen, at, note);
  const name = attribute.requiredName("name");
  if (!name) return undefined;
  const friendlyName = attribute.text("friendlyName");
  const dataType = attribute.text("dataType");
  const isSearchable = readObject(field(seen, "searchProperties"), at, note).flag("isSearchable");
  return {
    name,
    ...(friendlyName && { friendlyName }),
    ...(dataType && { dataType }),
    ...(isSearchable !== undefined && { isSearchable }),
  };
}

/** The columns of the first key (reference 4.3: `keys[0][0].name`); empty when there is none or one of them has no name. */
function toKey(seen: unknown): readonly string[] {
  const first: unknown = Array.isArray(seen) ? seen[0] : undefined;
  const columns: readonly unknown[] = Array.isArray(first) ? first : [];
  const names = columns.map((column) => toName(field(column, "name"))).filter((name) => name !== undefined);
  return names.length === columns.length ? names : [];
}
