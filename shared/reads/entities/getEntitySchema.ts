import { type EntityDeps, type EntityMissing, type EntityRequest, findEntity } from "./findEntity";
import { type ItemSchema, toItemSchema } from "./toItemSchema";

interface EntitySchema {
  readonly name: string;
  readonly displayName: string;
  /** Column that one item is asked for by; absent when the entity has no single one. */
  readonly key?: string;
  readonly schema: ItemSchema;
}

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
