import { join } from "node:path";
import { type Child, startChild } from "../child/startChild";
import { type AzuritePorts } from "./connectionString";

export interface Azurite extends Pick<Child, "pid" | "stop" | "kill" | "exited"> {
  /** With the endpoints of all three services. */
  readonly connectionString: string;
  readonly ports: AzuritePorts;
}

/**
 * Azurite in a process of its own, on free ports and in memory unless told otherwise. Throws naming the port and the
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
