import { type SourceAnswer } from "../model/sourceAnswer";
import { type ReadSource } from "./readSource";
import { field } from "./reading/field";
import { toNumber } from "./reading/toNumber";

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
