/** The command line of `npm start`, and the check that its ports are free. */
import { createServer } from "node:net";
import { type Option, describeOptions, parseNumber, readOptions } from "../options/options";
import { openPort, parsePort } from "../options/ports";

const PORTS = {
  "host-port": 7071,
  "simulator-port": 7072,
  "flow-port": 7073,
  "azurite-blob-port": 10_000,
  "azurite-queue-port": 10_001,
  "azurite-table-port": 10_002,
} as const;

export type PortName = keyof typeof PORTS;

const OPTIONS = {
  "host-port": { value: "<port>", env: "HOST_PORT", help: "the function app, default 7071" },
  "simulator-port": { value: "<port>", env: "SIMULATOR_PORT", help: "the Customer Insights simulator, default 7072" },
  "flow-port": { value: "<port>", env: "FLOW_PORT", help: "the flow stand-in, default 7073" },
  "azurite-blob-port": { value: "<port>", env: "AZURITE_BLOB_PORT", help: "default 10000" },
  "azurite-queue-port": { value: "<port>", env: "AZURITE_QUEUE_PORT", help: "default 10001" },
  "azurite-table-port": { value: "<port>", env: "AZURITE_TABLE_PORT", help: "default 10002" },
  persist: {
    value: "<folder>",
    withoutValue: ".azurite",
    help: "keep tables, queues and keys; default folder .azurite",
  },
  seed: { value: "<number>", help: "of the simulated company, default 1" },
  speed: { value: "<factor>", help: "of the simulator's clock, default 1" },
  demo: { help: "play the story of all six triggers and end; on free ports unless told otherwise" },
  bundle: { help: "run the package, which `npm run package` builds, instead of the compiled files" },
  verbose: { help: "show every log line" },
  help: { help: "show this" },
} as const satisfies Record<PortName | "persist" | "seed" | "speed" | "demo" | "bundle" | "verbose" | "help", Option>;

export const START_USAGE = `npm start -- [options]\n\n${describeOptions(OPTIONS)}\n\nPort 0 is any free one.`;

export type Ports = Readonly<Record<PortName, number>>;

export interface StartOptions {
  /** Port 0 is any free one. */
  readonly ports: Ports;
  /** The folder that keeps everything; if absent, everything is in memory. */
  readonly persistTo?: string;
  readonly seed: number;
  readonly speed: number;
  readonly demo: boolean;
  readonly bundle: boolean;
  readonly verbose: boolean;
  readonly help: boolean;
}

/** Throws naming the flag or environment variable that is wrong. */
export function parseStartOptions(args: readonly string[], env: NodeJS.ProcessEnv): StartOptions {
  const given = readOptions(OPTIONS, args, env);
  const names = Object.keys(PORTS) as PortName[];
  const ports = names.map((name) => [name, parsePort(given[name], given.demo ? 0 : PORTS[name])] as const);
  return {
    ports: Object.fromEntries(ports) as Ports,
    ...(given.persist && { persistTo: given.persist.value }),
    seed: parseNumber(given.seed, 1, { min: 0, max: Number.MAX_SAFE_INTEGER }),
    speed: parseNumber(given.speed, 1, { min: 0.01, max: 10_000, fractions: true }),
    demo: given.demo !== undefined,
    bundle: given.bundle !== undefined,
    verbose: given.verbose !== undefined,
    help: given.help !== undefined,
  };
}

/**
 * Checks, before anything is started, that the ports are free and differ, and turns a 0 for the function app, whose
 * address its own settings hold, into a free port. Throws naming port and flag.
 */
export async function claimPorts(ports: Ports): Promise<Ports> {
  const names = Object.keys(ports) as PortName[];
  for (const [at, name] of names.entries()) {
    const twin = names.slice(0, at).find((earlier) => ports[earlier] === ports[name] && ports[name] !== 0);
    if (twin) throw new Error(`--${twin} and --${name} are both ${ports[name]}; they must differ`);
  }
  const claimed = { ...ports };
  for (const name of names) {
    const port = await tryPort(ports[name], `--${name}`);
    if (name === "host-port") claimed[name] = port;
  }
  return claimed;
}

async function tryPort(port: number, flag: string): Promise<number> {
  const server = createServer();
  const opened = await openPort(server, port, flag);
  await new Promise((resolve) => server.close(resolve));
  return opened;
}
