import { type Azurite, startAzurite } from "../../dev/azurite/startAzurite";
import { type LogMessage } from "../../dev/child/messages";
import { type Flow, startFlow } from "../../dev/flow/startFlow";
import { type Host, startHost } from "../../dev/host/startHost";
import { withLocalApiKey } from "../../dev/start/localApiKey";
import { type Simulator, startSimulator } from "../../dev/simulator/startSimulator";

interface LogLine {
  readonly name: string;
  readonly [property: string]: unknown;
}

/** The app as users run it: real processes, real HTTP, real storage calls; the host can be killed and started again. */
export interface Stack {
  readonly simulator: Simulator;
  readonly flow: Flow;
  /** Of the storage, to look at or spoil what is stored. */
  readonly connectionString: string;
  /** Lines of the app so far, over all its hosts. */
  readonly lines: readonly LogLine[];
  host(): Host;
  startAnotherHost(): Promise<Host>;
  /** Ends the host as a crash would and starts a new one on the same storage. */
  crash(): Promise<void>;
  /** Resolves with the first line from now on that the test accepts. */
  nextLine(accepts: (line: LogLine) => boolean): Promise<LogLine>;
  stop(): Promise<void>;
}

/** `E2E_BUNDLE=1`: on the package as it is deployed, which `npm run package` has built. */
const HOST_ARGS = process.env["E2E_BUNDLE"] === "1" ? ["--bundle"] : [];

export async function startStack(settings: Readonly<Record<string, string>> = {}): Promise<Stack> {
  const [azurite, simulator, flow] = await Promise.all([startAzurite(), startSimulator({ speed: 5 }), startFlow()]);
  const lines: LogLine[] = [];
  const waiting = new Set<(line: LogLine) => void>();
  const onLog = ({ category, message }: LogMessage): void => {
    if (category !== "user" || !message.startsWith("{")) return;
    const line = JSON.parse(message) as LogLine;
    lines.push(line);
    for (const each of waiting) each(line);
  };
  const start = (): Promise<Host> =>
    startHost({ args: HOST_ARGS, env: { ...environment(azurite, simulator), ...settings }, onLog });
  const hosts = [await start()];
  return {
    simulator,
    flow,
    connectionString: azurite.connectionString,
    lines,
    host: () => hosts[0] as Host,
    startAnotherHost: async () => {
      const host = await start();
      hosts.push(host);
      return host;
    },
    crash: async () => {
      await hosts[0]?.kill();
      hosts[0] = await start();
    },
    nextLine: (accepts) =>
      new Promise((resolve) => {
        const take = (line: LogLine): void => {
          if (!accepts(line)) return;
          waiting.delete(take);
          resolve(line);
        };
        waiting.add(take);
      }),
    stop: async () => {
      await Promise.all(hosts.map((host) => host.stop()));
      await Promise.all([azurite.stop(), simulator.stop(), flow.stop()]);
    },
  };
}

function environment({ connectionString }: Azurite, { url }: Simulator): Record<string, string> {
  return {
    AzureWebJobsStorage: connectionString,
    FUNCTIONS_WORKER_RUNTIME: "node",
    PUBLIC_BASE_URL: "https://triggers.example.org/api",
    CI_BASE_URL: `${url}/v1`,
    CI_SUBSCRIPTION_KEY: "simulator-key-1",
    CI_ACCESS_TOKEN: "simulator-token",
    API_KEYS: withLocalApiKey(undefined),
    CALLBACK_ALLOWED_HOSTS: "localhost,127.0.0.1",
    POLL_BUSY_SECONDS: "1",
    POLL_IDLE_SECONDS: "3",
    CI_CALLS_PER_MINUTE: "10000",
  };
}
