import { type Entity } from "../model/entity";
import { type SourceAnswer } from "../model/sourceAnswer";
import { type ReadSource } from "./readSource";
import { field } from "./reading/field";
import { toEntity } from "./reading/toEntity";
import { toItems } from "./reading/toItems";

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
      return toItems(list, { at: "entities", note, toItem: toEntity });
    },
  });
}
