import { type Entity, type PartitionFile, type PartitionSet } from "../../model/entity";
import { type SourceAnswer, isHidden } from "../../model/sourceAnswer";
import { type EntityDeps, type EntityMissing, type EntityRequest, findEntity } from "../entities/findEntity";
import { type PartitionMemory } from "./partitionMemory";

export interface FindPartitionsDeps extends EntityDeps {
  readonly listPartitionFiles: (instanceId: string, entity: string) => Promise<SourceAnswer<PartitionFile[]>>;
  readonly partitionMemory: PartitionMemory;
  readonly now: () => Date;
}

export type PartitionsFound =
  { readonly outcome: "found"; readonly set: PartitionSet; readonly isRemembered: boolean } | EntityMissing;

/** The columns and files of an entity, of the last minute unless they are to be `fresh`. */
export async function findPartitions(
  request: EntityRequest,
  deps: FindPartitionsDeps,
  { fresh = false } = {},
): Promise<PartitionsFound> {
  const remembered = fresh ? undefined : deps.partitionMemory.recall(request, deps.now());
  if (remembered) return { outcome: "found", set: remembered, isRemembered: true };
  const found = await findEntity(request, deps);
  if (found.outcome !== "found") return found;
  const files = await deps.listPartitionFiles(request.instanceId, found.entity.name);
  if (!files.ok) {
    const { failure } = files;
    return isHidden(failure) ? { outcome: "unknown-entity" } : { outcome: "source-failed", failure };
  }
  const set = toSet(found.entity, files.value);
  deps.partitionMemory.keep(request, set, deps.now());
  return { outcome: "found", set, isRemembered: false };
}

function toSet({ kind, attributes }: Entity, files: readonly PartitionFile[]): PartitionSet {
  const columns = attributes.map(({ name, dataType }) => ({ name, type: dataType ?? "Edm.String" }));
  return { entityType: kind, columns, files };
}
