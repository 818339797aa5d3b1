import { type PartitionFile } from "../../model/entity";
import { type SourceAnswer } from "../../model/sourceAnswer";
import { type ReadSource } from "../readSource";
import { type Note } from "../reading/createNotes";
import { field } from "../reading/field";
import { toItems } from "../reading/toItems";
import { toPartitionFile } from "./toPartitionFile";

/**
 * The storage requests that hold all rows of an entity (reference 2.6); none when it has no rows. A list in which one cannot be
 * used is `malformed`: without it, rows would be missing.
 */
export async function listPartitionFiles(
  { instanceId, entity }: { readonly instanceId: string; readonly entity: string },
  read: ReadSource,
): Promise<SourceAnswer<PartitionFile[]>> {
  return read({
    operation: "listPartitionFiles",
    instanceId,
    path: ["instances", instanceId, "data", entity],
    query: { $select: "*", proxy: "true" },
    toValue: toFiles,
  });
}

function toFiles(json: unknown, note: Note): PartitionFile[] | undefined {
  const seen = field(json, "httpRequests");
  const files = toItems(seen, { at: "httpRequests", note, toItem: toPartitionFile });
  const isWhole = Array.isArray(seen) && files?.length === seen.length;
  return isWhole ? files : undefined;
}
