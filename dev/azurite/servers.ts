/**
 * Azurite's three services in this process. The program `main.ts` is the only user; every other program starts
 * Azurite as a process with `startAzurite.ts`.
 */
import { mkdir } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { explainTakenPort } from "../options/ports";
import { type AzuritePorts } from "./startAzurite";

export interface OpenAzurite {
  readonly ports: AzuritePorts;
  close(): Promise<void>;
}

/** Starts the three services in this process. Throws naming port and flag when one is taken; then none is left open. */
export async function openAzurite(ports: AzuritePorts, persistTo?: string): Promise<OpenAzurite> {
  // Would replace the well-known account that our connection string names.
  delete process.env["AZURITE_ACCOUNTS"];
  const folder = persistTo === undefined ? undefined : resolve(persistTo);
  if (folder !== undefined) await mkdir(folder, { recursive: true });
  const servers = createServers(ports, folder);
  const open: (() => Promise<void>)[] = [];
  const close = async (): Promise<void> => void (await Promise.all(open.map((closeOne) => closeOne())));
  const opened = { ...ports };
  try {
    for (const service of ["blob", "queue", "table"] as const) {
      const server = servers[service];
      await server.start().catch((error: unknown) => {
        throw explainTakenPort(error, ports[service], `--${service}-port`);
      });
      open.push(() => server.close());
      opened[service] = Number(new URL(server.getHttpServerAddress()).port);
    }
  } catch (error) {
    await close();
    throw error;
  }
  return { ports: opened, close };
}

/** The part of Azurite's server classes that is used here; they carry no types. */
interface AzuriteServer {
  start(): Promise<void>;
  close(): Promise<void>;
  getHttpServerAddress(): string;
  gcManager?: { start(): Promise<void>; close(): Promise<void> };
}

const HOST = "127.0.0.1";

/** The default of 5 s would end connections that SDK clients still hold; they would then see ECONNRESET. */
const KEEP_ALIVE_SECONDS = 120;

type Service = keyof AzuritePorts;

/** The three services, not yet started. Constructor arguments go by position, in another order for tables. */
function createServers(ports: AzuritePorts, persistTo?: string): Record<Service, AzuriteServer> {
  const [blob, queue, table] = [load("blob"), load("queue"), load("table")];
  const file = (name: string): string => join(persistTo ?? "", name);
  const storesOf = (service: "blob" | "queue"): unknown[] => [
    file(`${service}.json`),
    file(`${service}-extents.json`),
    [{ locationId: "Default", locationPath: file(`${service}-content`), maxConcurrency: 50 }],
  ];
  // debug log file, loose, skipApiVersionCheck, certificate, its key and password, oauth, no product-style URL, in
  // memory
  const rest = [undefined, false, true, "", "", "", undefined, false, persistTo === undefined];
  const noLogs = [false, undefined, false];
  const servers = {
    blob: create(blob, [HOST, ports.blob, KEEP_ALIVE_SECONDS, ...storesOf("blob"), ...noLogs, ...rest]),
    queue: create(queue, [HOST, ports.queue, KEEP_ALIVE_SECONDS, ...storesOf("queue"), ...noLogs, ...rest]),
    table: create(table, [HOST, ports.table, KEEP_ALIVE_SECONDS, file("table.json"), false, false, undefined, ...rest]),
  };
  stopCollecting(servers.blob);
  stopCollecting(servers.queue);
  return servers;
}

interface ServerModule {
  readonly default: new (configuration: object) => AzuriteServer;
}

interface ConfigurationModule {
  readonly default: new (...inOrder: readonly unknown[]) => object;
}

const azuriteFolder = dirname(require.resolve("azurite/package.json"));

type Modules = readonly [ServerModule, ConfigurationModule];

function load(service: Service): Modules {
  const name = `${service.charAt(0).toUpperCase()}${service.slice(1)}`;
  const folder = join(azuriteFolder, "dist/src", service);
  return [
    require(join(folder, `${name}Server`)) as ServerModule,
    require(join(folder, `${name}Configuration`)) as ConfigurationModule,
  ];
}

function create([server, configuration]: Modules, inOrder: readonly unknown[]): AzuriteServer {
  return new server.default(new configuration.default(...inOrder));
}

/** Azurite's garbage collectors block its event loop; that of queues takes quadratic time in the messages consumed. */
function stopCollecting(server: AzuriteServer): void {
  if (!server.gcManager) throw new Error("this version of Azurite has no gcManager to switch off");
  server.gcManager.start = async () => undefined;
  server.gcManager.close = async () => undefined;
}
