/**
 * Azurite, Microsoft's storage emulator, on its usual ports: the program that stands in for the storage account. It
 * adds nothing to Azurite but free ports, a connection string and an orderly end. `servers.ts` is where to start;
 * `startAzurite.ts` is for programs that start it.
 */
import { serveParent } from "../child/serveParent";
import { type Option, describeOptions, readOptions } from "../options/options";
import { parsePort } from "../options/ports";
import { openAzurite } from "./servers";
import { connectionString } from "./startAzurite";

const OPTIONS = {
  "blob-port": { value: "<port>", env: "AZURITE_BLOB_PORT", help: "default 10000, 0 = any free one" },
  "queue-port": { value: "<port>", env: "AZURITE_QUEUE_PORT", help: "default 10001" },
  "table-port": { value: "<port>", env: "AZURITE_TABLE_PORT", help: "default 10002" },
  persist: { value: "<folder>", help: "keep everything in this folder; without it in memory" },
  help: { help: "show this" },
} as const satisfies Record<string, Option>;

const USAGE = `tsx dev/azurite/main.ts [options]\n\n${describeOptions(OPTIONS)}`;

void serveParent(async () => {
  const given = readOptions(OPTIONS, process.argv.slice(2), process.env);
  if (given.help) {
    console.log(USAGE);
    process.exit(0);
  }
  const ports = {
    blob: parsePort(given["blob-port"], 10_000),
    queue: parsePort(given["queue-port"], 10_001),
    table: parsePort(given["table-port"], 10_002),
  };
  const azurite = await openAzurite(ports, given.persist?.value);
  const { blob, queue, table } = azurite.ports;
  const details = { connectionString: connectionString(azurite.ports), blob: `${blob}`, queue: `${queue}` };
  if (!process.send) console.log(`Azurite is ready.\n\nAzureWebJobsStorage=${details.connectionString}`);
  return { ready: { port: table, url: `http://127.0.0.1:${table}`, details }, stop: () => azurite.close() };
});
