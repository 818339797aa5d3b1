import { type TableClient } from "../sdk";
import { azureTable } from "./azureTable";
import { type RawTable } from "./rawTable";

/** A table whose client is made at its first use, so that loading a function does not load the SDK. */
export function lazyTable(name: string, openClient: () => Promise<TableClient>): RawTable {
  let opened: Promise<RawTable> | undefined;
  const open = (): Promise<RawTable> => (opened ??= openClient().then(azureTable));
  return {
    name,
    get: async (partition, row) => (await open()).get(partition, row),
    list: async (partition, range, options) => (await open()).list(partition, range, options),
    nextPartition: async (after) => (await open()).nextPartition(after),
    submit: async (partition, actions) => (await open()).submit(partition, actions),
  };
}
