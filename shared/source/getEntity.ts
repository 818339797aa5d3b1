import { type Entity } from "../model/entity";
import { type SourceAnswer } from "../model/sourceAnswer";
import { type ReadSource } from "./readSource";
import { toEntity } from "./reading/toEntity";

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
