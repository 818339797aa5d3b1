import { type Azurite, startAzurite } from "../../dev/azurite/startAzurite";
import { type LogMessage } from "../../dev/child/messages";
import { type Flow, startFlow } from "../../dev/flow/startFlow";
import { type Host, startHost } from "../../dev/host/startHost";
import { type Simulator, startSimulator } from "../../dev/simulator/startSimulator";
import { withLocalApiKey } from "../../dev/start/hostSettings";
import { findSecrets } from "./canary/findSecrets";
import { keepHostLog } from "./keepHostLog";

interface LogLine {
  readonly name: string;
  readonly [property: string]: unknown;
}

type Settings = Readonly<Record<string, string>>;
type Started = Pick<Stack, "azurite" | "simulator">;

/** The app as users run it: real processes, real HTTP, real storage calls; the host can be killed and started again. */
export interface Stack {
  /** The connection string of the storage that all hosts share. */
  readonly connectionString: string;
  readonly simulator: Simulator;
  readonly flow: Flow;
  readonly azurite: Azurite;
  /** Lines of the app so far, over all its hosts. */
  readonly lines: readonly LogLine[];
  /** All that the hosts have logged, the app's lines and their own. */
  readonly logged: readonly string[];
  host(): Host;
  startAnotherHost(): Promise<Host>;
  /** Ends a host, the first unless told otherwise, as a crash would; the function given back starts a new one in its place. */
  kill(index?: number): Promise<() => Promise<void>>;
  /** Ends the host as a crash would and starts a new one on the same storage. */
  crash(): Promise<void>;
  /** Resolves with the first line from now on that the test accepts. */
  nextLine(accepts: (line: LogLine) => boolean): Promise<LogLine>;
  stop(): Promise<void>;
}

/** The time after which a callback will not come any more, on a machine on which other programs run too. */
const PATIENCE_MS = 120_000;

/** `E2E_BUNDLE=1`: on the package as it is deployed, which `npm run package` has built. */
const HOST_ARGS = process.env["E2E_BUNDLE"] === "1" ? ["--bundle"] : [];

/** `settings` may depend on what was started. */
export async function startStack(
  settings: Settings | ((started: Started) => Settings | Promise<Settings>) = {},
): Promise<Stack> {
  const [azurite, simulator, flow] = await Promise.all([startAzurite(), startSimulator({ speed: 5 }), startFlow()]);
  const lines: LogLine[] = [];
  const logged: string[] = [];
  const own = typeof settings === "function" ? await settings({ azurite, simulator }) : settings;
  const waiting = new Set<(line: LogLine) => void>();
  const onLog = ({ category, message }: LogMessage): void => {
    logged.push(message);
    keepHostLog(`${new Date().toISOString()} ${message}`);
    if (category !== "user" || !message.startsWith("{")) return;
    const line = JSON.parse(message) as LogLine;
    lines.push(line);
    for (const each of waiting) each(line);
  };
  const start = (): Promise<Host> =>
    startHost({ args: HOST_ARGS, env: { ...environment(azurite, simulator), ...own }, onLog });
  const hosts = [await start().catch((cause: unknown) => endWith(cause, [azurite, simulator, flow]))];
  const kill = async (index = 0): Promise<() => Promise<void>> => {
    await hosts[index]?.kill();
    return async () => void (hosts[index] = await start());
  };
  return {
    connectionString: azurite.connectionString,
    simulator,
    flow: {
      ...flow,
      waitForReceived: (count, options) => flow.waitForReceived(count, { timeoutMs: PATIENCE_MS, ...options }),
    },
    azurite,
    lines,
    logged,
    host: () => hosts[0] as Host,
    startAnotherHost: async () => {
      const host = await start();
      hosts.push(host);
      return host;
    },
    kill,
    crash: async () => (await kill())(),
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
      refuseSecrets({ ...environment(azurite, simulator), ...own }, logged);
    },
  };
}

/** Programs of a stack that could not start would outlive the tests. */
async function endWith(cause: unknown, started: readonly { stop(): Promise<unknown> }[]): Promise<never> {
  await Promise.all(started.map((each) => each.stop()));
  throw cause;
}

/** Every whole run is searched for what its settings hold. */
function refuseSecrets(settings: Settings, logged: readonly string[]): void {
  const names = ["CI_ACCESS_TOKEN", "CI_SUBSCRIPTION_KEY", "ENCRYPTION_KEYS", "WEBHOOK_SIGNING_KEYS"];
  const accountKey = /AccountKey=([^;]+)/.exec(settings["AzureWebJobsStorage"] ?? "")?.[1];
  const planted = [
    ...names.map((where) => ({ where, secret: settings[where] })),
    { where: "AccountKey", secret: accountKey },
  ];
  const found = findSecrets(
    planted.flatMap(({ where, secret }) => (secret ? [{ where, secret }] : [])),
    logged.map((text) => ({ where: "a log line", text })),
  );
  if (found.length > 0) throw new Error(`secrets were logged: ${found.join(", ")}`);
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
    PARTITION_ALLOWED_HOSTS: "localhost,127.0.0.1",
    POLL_BUSY_SECONDS: "1",
    POLL_IDLE_SECONDS: "3",
    CI_CALLS_PER_MINUTE: "10000",
  };
}
