/**
 * The partitions of an entity: the CSV files that hold its rows. The file lists their opaque ids for callers, and finds
 * the addresses behind them, which no caller sees. Reading one is in readPartition.ts.
 */
import { type Entity, type PartitionFile, type PartitionSet } from "../../model/entity";
import { setNewest } from "../../model/recentMap";
import { isHidden } from "../../model/sourceAnswer";
import { type EntityDeps, type EntityMissing, type EntityRequest, findEntity } from "../entities";
import { type DataPorts } from "../ports";

/** A cache of the partitions of entities, so that not every page costs two calls to the source. */
export interface PartitionMemory {
  readonly recall: (entity: EntityRequest, now: Date) => PartitionSet | undefined;
  readonly keep: (entity: EntityRequest, set: PartitionSet, now: Date) => void;
}

/** How long a refresh may stay unnoticed, and how long addresses that contain credentials are kept. */
const KEPT_MS = 60_000;

const MAX_KEPT = 50;

export function createPartitionMemory(): PartitionMemory {
  const kept = new Map<string, { readonly set: PartitionSet; readonly until: number }>();
  return {
    recall: (entity, now) => {
      const found = kept.get(toKey(entity));
      return found && found.until > now.getTime() ? found.set : undefined;
    },
    keep: (entity, set, now) => {
      const at = now.getTime();
      for (const [key, { until }] of kept) if (until <= at) kept.delete(key);
      setNewest(kept, [toKey(entity), { set, until: at + KEPT_MS }], { max: MAX_KEPT });
    },
  };
}

function toKey({ instanceId, entity }: EntityRequest): string {
  return `${instanceId} ${entity.toLowerCase()}`;
}

export interface FindPartitionsDeps extends EntityDeps, Pick<DataPorts, "listPartitionFiles"> {
  readonly partitionMemory: PartitionMemory;
  readonly now: () => Date;
}

export interface PartitionsRequest extends EntityRequest {
  readonly top: number;
  /** The last id of the page before; absent for the first page. */
  readonly after?: string;
}

interface PartitionItem {
  readonly partitionId: string;
}

export type PartitionsListed =
  { readonly outcome: "listed"; readonly items: readonly PartitionItem[]; readonly cursor?: string } | EntityMissing;

/**
 * Lists the files that hold an entity's rows, sorted by id. A page goes on after an id, so that a file that stays is
 * listed exactly once while others come and go. The first page asks the source anew.
 */
export async function listPartitions(request: PartitionsRequest, deps: FindPartitionsDeps): Promise<PartitionsListed> {
  const { top, after } = request;
  const found = await findPartitions(request, deps, { fresh: after === undefined });
  if (found.outcome !== "found") return found;
  const ids = found.set.files.map(({ partitionId }) => partitionId).toSorted();
  const rest = after === undefined ? ids : ids.filter((id) => id > after);
  const items = rest.slice(0, top).map((partitionId) => ({ partitionId }));
  const last = items.at(-1);
  return { outcome: "listed", items, ...(last && rest.length > top && { cursor: last.partitionId }) };
}

export type PartitionsFound =
  { readonly outcome: "found"; readonly set: PartitionSet; readonly isRemembered: boolean } | EntityMissing;

/** Finds the columns and files of an entity. They may be up to a minute old, unless `fresh` ones are wanted. */
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
