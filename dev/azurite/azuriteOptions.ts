import { describeOptions } from "../options/describeOptions";
import { parsePort } from "../options/parsePort";
import { type Option, readOptions } from "../options/readOptions";
import { type AzuritePorts } from "./connectionString";

const OPTIONS = {
  "blob-port": { value: "<port>", env: "AZURITE_BLOB_PORT", help: "default 10000, 0 = any free one" },
  "queue-port": { value: "<port>", env: "AZURITE_QUEUE_PORT", help: "default 10001" },
  "table-port": { value: "<port>", env: "AZURITE_TABLE_PORT", help: "default 10002" },
  persist: { value: "<folder>", help: "keep everything in this folder; without it in memory" },
  help: { help: "show this" },
} as const satisfies Record<string, Option>;

export const AZURITE_USAGE = `tsx dev/azurite/main.ts [options]\n\n${describeOptions(OPTIONS)}`;

export interface AzuriteOptions {
  readonly ports: AzuritePorts;
  /** A folder; absent: in memory. */
  readonly persistTo?: string;
  readonly help: boolean;
}

export function parseAzuriteOptions(args: readonly string[], env: NodeJS.ProcessEnv): AzuriteOptions {
  const given = readOptions(OPTIONS, args, env);
  return {
    ports: {
      blob: parsePort(given["blob-port"], 10_000),
      queue: parsePort(given["queue-port"], 10_001),
      table: parsePort(given["table-port"], 10_002),
    },
    ...(given.persist && { persistTo: given.persist.value }),
    help: given.help !== undefined,
  };
}
