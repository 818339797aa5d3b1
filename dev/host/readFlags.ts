import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { type HostOptions } from "./hostOptions";

const USAGE = `Usage: tsx dev/host/main.ts [flags]
  --app <directory>               the function app (default: the current directory)
  --port <number>                 0 is any free one (default: HOST_PORT, Host.LocalHttpPort, 7071)
  --settings <file>               default: local.settings.json of the app
  --enable-auth                   check function keys; without it every caller passes
  --key <key>                     the one key, for functions and /admin (default: a random one)
  --cors <origins>                separated by commas, * is any
  --message-lock-seconds <number> how long a received queue message stays locked (default: 600)
  --timer-status <file>           keep when timers ran, to find missed ticks (default: in memory)
  --lenient                       accept chunked bodies and repeated query keys, unlike Azure`;

const FLAGS = {
  app: { type: "string" },
  port: { type: "string" },
  settings: { type: "string" },
  "enable-auth": { type: "boolean" },
  key: { type: "string" },
  cors: { type: "string" },
  "message-lock-seconds": { type: "string" },
  "timer-status": { type: "string" },
  lenient: { type: "boolean" },
} as const;

const MAX_PORT = 65_535;
const DEFAULT_LOCK_SECONDS = 600;
/** Seven days, the storage service's limit. */
const MAX_LOCK_SECONDS = 604_800;

/** Reads the command line. Throws naming the flag, with the usage. */
export function readFlags(args: readonly string[], env: NodeJS.ProcessEnv): HostOptions {
  const values = parse(args);
  const lock = values["message-lock-seconds"];
  if (values.key !== undefined && !values["enable-auth"]) throw new Error(`--key needs --enable-auth.\n\n${USAGE}`);
  return {
    port: readPort(values.port, env["HOST_PORT"]),
    appDirectory: resolve(values.app ?? "."),
    settingsFile: values.settings && resolve(values.settings),
    isAuthEnabled: values["enable-auth"] ?? false,
    key: values.key,
    cors: values.cors,
    messageLockSeconds:
      lock === undefined ? DEFAULT_LOCK_SECONDS : readWhole("--message-lock-seconds", lock, [1, MAX_LOCK_SECONDS]),
    isStrict: !values.lenient,
    timerStatusFile: values["timer-status"] && resolve(values["timer-status"]),
  };
}

function parse(args: readonly string[]): ReturnType<typeof parseArgs<{ options: typeof FLAGS }>>["values"] {
  try {
    return parseArgs({ args: [...args], options: FLAGS, strict: true, allowPositionals: false }).values;
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`, { cause: error });
  }
}

function readPort(flag: string | undefined, variable: string | undefined): number | undefined {
  if (flag !== undefined) return readWhole("--port", flag, [0, MAX_PORT]);
  return variable ? readWhole("HOST_PORT", variable, [0, MAX_PORT]) : undefined;
}

function readWhole(name: string, text: string, [min, max]: readonly [number, number]): number {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (value >= min && value <= max) return value;
  throw new Error(`${name} must be a whole number from ${min} to ${max}, not "${text}".\n\n${USAGE}`);
}
