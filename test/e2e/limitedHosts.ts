import { hash } from "node:crypto";
import { Agent, type IncomingHttpHeaders, request } from "node:http";

import { connectionString, startAzurite } from "../../dev/azurite/startAzurite";
import { startHost } from "../../dev/host/startHost";
import { openLossyProxy } from "../contracts/lossyProxy";
import { keepHostLog } from "./keepHostLog";

const HOSTS = 4;
/** It is no instance: its parser refuses it, so that all there is to measure is the limit. */
const PATH = "/api/instances/nowhere/status-report";

const keyOf = (connection: string): string => connection.padEnd(43, "-");

export interface Answered {
  readonly at: number;
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
}

export interface LimitedHosts {
  /** Calls a host, any of them unless told otherwise. */
  call(connection: string, host?: number): Promise<Answered>;
  /** Calls another route of the first host. */
  fetch(path: string, connection: string | undefined, method: string): Promise<Response>;
  /** The requests for rows of the limit so far. */
  operations(): number;
  stop(): Promise<void>;
}

/** Four real hosts on one storage, and the connections that have a key for them. */
export async function startLimitedHosts(connections: readonly string[]): Promise<LimitedHosts> {
  const azurite = await startAzurite();
  const proxy = await openLossyProxy(azurite.ports.table);
  const all = ["warm-up", ...connections];
  const env = {
    AzureWebJobsStorage: connectionString({ ...azurite.ports, table: proxy.port }),
    FUNCTIONS_WORKER_RUNTIME: "node",
    API_KEYS: all.map((name) => `${name}:${hash("sha256", keyOf(name), "hex")}:read+subscribe`).join(","),
  };
  const onLog = ({ message }: { readonly message: string }): void => keepHostLog(message);
  const hosts = await Promise.all(Array.from({ length: HOSTS }, () => startHost({ env, onLog })));
  const agent = new Agent({ keepAlive: true });
  const call: LimitedHosts["call"] = (connection, host = Math.floor(Math.random() * HOSTS)) =>
    new Promise((resolve, reject) => {
      const url = `${hosts[host]?.url}${PATH}`;
      const sent = request(url, { agent, headers: { "x-api-key": keyOf(connection) } }, (answer) => {
        const { statusCode: status = 0, headers } = answer;
        resolve({ at: performance.now(), status, headers });
        answer.resume();
      });
      sent.on("error", reject);
      sent.end();
    });
  // The first call of a host loads its modules, which takes long on a busy machine.
  await Promise.all(hosts.map((_, host) => call("warm-up", host)));
  return {
    call,
    fetch: (path, connection, method) =>
      fetch(`${hosts[0]?.url}${path}`, {
        method,
        headers: connection === undefined ? {} : { "x-api-key": keyOf(connection) },
      }),
    operations: () => proxy.requests("RateLimits"),
    stop: async () => {
      agent.destroy();
      await Promise.all(hosts.map((host) => host.stop()));
      await proxy.close();
      await azurite.stop();
    },
  };
}
