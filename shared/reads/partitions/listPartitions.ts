import { type EntityMissing, type EntityRequest } from "../entities/findEntity";
import { type FindPartitionsDeps, findPartitions } from "./findPartitions";

export interface PartitionsRequest extends EntityRequest {
  readonly top: number;
  /** The last id of the page before. */
  readonly after?: string;
}

interface PartitionItem {
  readonly partitionId: string;
}

export type PartitionsListed =
  { readonly outcome: "listed"; readonly items: readonly PartitionItem[]; readonly cursor?: string } | EntityMissing;

/**
 * The files that hold an entity's rows, by id: a page goes on after an id, so that a file which stays is listed once whatever
 * comes and goes. The first page asks the source anew.
 */
export async function listPartitions(request: PartitionsRequest, deps: FindPartitionsDeps): Promise<PartitionsListed> {
  const { top, after } = request;
  const found = await findPartitions(request, deps, { fresh: after === undefined });
  if (found.outcome !== "found") return found;
  const ids = found.set.files.map(({ partitionId }) => partitionId).toSorted();
  const rest = after === undefined ? ids : ids.filter((id) => id > after);
  const items = rest.slice(0, top).map((partitionId) => ({ partitionId }));
  const last = items.at(-1);
  return { outcome: "listed", items, ...(last && rest.length > top ? { cursor: last.partitionId } : {}) };
}
