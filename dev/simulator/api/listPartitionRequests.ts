import { partitionNames, signPartition } from "../data/partitions";
import { readRows } from "../data/readRows";
import { type Table } from "../data/table";
import { type InstanceCall } from "./call";

export const STORAGE_VERSION = "2021-08-06";

/** The proxy answer: one storage request per file, to be sent with exactly these headers and without the API's token. */
export function listPartitionRequests({ world, instance, origin }: InstanceCall, table: Table) {
  const { qualifiedName } = table;
  const names = partitionNames(readRows(world, instance, table).length);
  return {
    httpRequests: names.map((file) => {
      const signature = signPartition(instance, qualifiedName, file);
      const path = `${instance.instanceId}/${encodeURIComponent(qualifiedName)}/${file}`;
      return {
        uri: `${origin}/_files/${path}?sv=${STORAGE_VERSION}&sig=${signature}`,
        headers: { "x-ms-version": STORAGE_VERSION },
      };
    }),
  };
}
