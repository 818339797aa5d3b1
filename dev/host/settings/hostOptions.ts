/** The command line of the development host. */
import { join, resolve } from "node:path";
import { type Given, type Option, describeOptions, parseNumber, readOptions } from "../../options/options";
import { parsePort } from "../../options/ports";

const OPTIONS = {
  app: { value: "<directory>", help: "the function app, default the current directory" },
  bundle: { help: "run what `npm run package` built of the app, as it is deployed" },
  port: {
    value: "<port>",
    env: "HOST_PORT",
    help: "default Host.LocalHttpPort of local.settings.json, else 7071; 0 = any free one",
  },
  settings: { value: "<file>", help: "default local.settings.json of the app" },
  "enable-auth": { help: "check function keys; without it every caller passes" },
  key: { value: "<key>", help: "the one key, for functions and /admin, default a random one" },
  cors: { value: "<origins>", help: "separated by commas, * is any" },
  "message-lock-seconds": { value: "<number>", help: "how long a received queue message stays locked, default 600" },
  "timer-status": { value: "<file>", help: "keep when timers ran, to find missed ticks; without it in memory" },
  lenient: { help: "accept chunked bodies and repeated query keys, unlike Azure" },
  help: { help: "show this" },
} as const satisfies Record<string, Option>;

export const HOST_USAGE = `npm run host -- [options]\n\n${describeOptions(OPTIONS)}`;

/** The folder into which `npm run package` puts the files that it zips. */
const PACKAGE = join("dist", "package");

const DEFAULT_LOCK_SECONDS = 600;

/** Seven days, the storage service's limit. */
const MAX_LOCK_SECONDS = 604_800;

export interface HostOptions {
  /** The port; undefined means the one of local.settings.json, else 7071. */
  readonly port: number | undefined;
  /** The folder of host.json and the code. */
  readonly appDirectory: string;
  /** The folder that local.settings.json may be in; a package never has one. */
  readonly settingsDirectory: string;
  /** The settings file; undefined means local.settings.json in `settingsDirectory`, if it is there. */
  readonly settingsFile: string | undefined;
  readonly isAuthEnabled: boolean;
  readonly key: string | undefined;
  readonly cors: string | undefined;
  readonly messageLockSeconds: number;
  readonly isStrict: boolean;
  /** The file of the timers' statuses; if it is undefined they are kept in memory. */
  readonly timerStatusFile: string | undefined;
}

/** Reads the command line; "help" when that was asked for. Throws naming the flag. */
export function parseHostOptions(args: readonly string[], env: NodeJS.ProcessEnv): HostOptions | "help" {
  const given = readOptions(OPTIONS, args, env);
  if (given.help) return "help";
  if (given.key && !given["enable-auth"]) throw new Error("--key needs --enable-auth");
  const directory = resolve(given.app?.value ?? ".");
  return {
    port: given.port && parsePort(given.port, 0),
    appDirectory: given.bundle ? join(directory, PACKAGE) : directory,
    settingsDirectory: directory,
    settingsFile: toPath(given.settings),
    isAuthEnabled: given["enable-auth"] !== undefined,
    key: given.key?.value,
    cors: given.cors?.value,
    messageLockSeconds: parseNumber(given["message-lock-seconds"], DEFAULT_LOCK_SECONDS, {
      min: 1,
      max: MAX_LOCK_SECONDS,
    }),
    isStrict: given.lenient === undefined,
    timerStatusFile: toPath(given["timer-status"]),
  };
}

function toPath(given: Given | undefined): string | undefined {
  return given && resolve(given.value);
}
