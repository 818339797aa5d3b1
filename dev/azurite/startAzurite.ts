/** Azurite seen from outside: its ports, its connection string, and how it is started as a process of its own. */
import { join } from "node:path";
import { type Child, startChild } from "../child/startChild";

export interface AzuritePorts {
  readonly blob: number;
  readonly queue: number;
  readonly table: number;
}

const ACCOUNT = "devstoreaccount1";

/**
 * This is no secret: every storage emulator has this key,
 * https://learn.microsoft.com/azure/storage/common/storage-use-azurite
 */
const ACCOUNT_KEY = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

/** The connection string spells out every endpoint: `UseDevelopmentStorage=true` would mean the default ports. */
export function connectionString(ports: AzuritePorts): string {
  const endpoint = (name: string, port: number): string => `${name}=http://127.0.0.1:${port}/${ACCOUNT}`;
  return [
    "DefaultEndpointsProtocol=http",
    `AccountName=${ACCOUNT}`,
    `AccountKey=${ACCOUNT_KEY}`,
    endpoint("BlobEndpoint", ports.blob),
    endpoint("QueueEndpoint", ports.queue),
    endpoint("TableEndpoint", ports.table),
  ].join(";");
}

export interface Azurite extends Pick<Child, "pid" | "stop" | "kill" | "exited"> {
  /** The connection string has the endpoints of all three services. */
  readonly connectionString: string;
  readonly ports: AzuritePorts;
}

/**
 * Azurite in a process of its own, on free ports and in memory by default. Throws naming the port and the
 * flag when a port is taken.
 */
export async function startAzurite(
  options: { readonly ports?: Partial<AzuritePorts>; readonly persistTo?: string } = {},
): Promise<Azurite> {
  const { blob = 0, queue = 0, table = 0 } = options.ports ?? {};
  const ports = ["--blob-port", `${blob}`, "--queue-port", `${queue}`, "--table-port", `${table}`];
  const persist = options.persistTo === undefined ? [] : ["--persist", options.persistTo];
  const child = await startChild({ script: join(__dirname, "main.ts"), args: [...ports, ...persist] });
  const { details = {}, port } = child.ready;
  return {
    connectionString: details["connectionString"] ?? "",
    ports: { blob: Number(details["blob"]), queue: Number(details["queue"]), table: port },
    pid: child.pid,
    exited: child.exited,
    stop: () => child.stop(),
    kill: () => child.kill(),
  };
}
