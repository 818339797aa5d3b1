import { type Log } from "../model/log";
import { createPartitionMemory } from "../reads/partitions/partitionMemory";
import { type ReadPartitionDeps } from "../reads/partitions/readPartition";
import { type Source } from "../source/createSource";
import { createPartitionStorage } from "../source/partitions/createPartitionStorage";
import { type Config } from "./readConfig";

type FileReads = Pick<Source, "getEntity" | "getInstance" | "listPartitionFiles">;

/** Columns are read with the files that have them, and both remembered together. */
export function bindPartitions(
  { partitionHosts: allowedHosts }: Config,
  { getEntity, getInstance, listPartitionFiles }: FileReads,
  { log, now }: { readonly log: Log; readonly now: () => Date },
): ReadPartitionDeps {
  return {
    getEntity,
    getInstance,
    listPartitionFiles,
    openPartitionFile: createPartitionStorage({ allowedHosts }, { now, log }).open,
    partitionMemory: createPartitionMemory(),
    now,
  };
}
