import { parseArgs } from "node:util";
import { DEFAULT_SCENE, type Scene } from "./world/scene";

const DEFAULT_PORT = 7072;

/**
 * The options of the command line and of `SIMULATOR_PORT`, `SIMULATOR_TOKEN` and `SIMULATOR_KEYS` (a comma list). Throws
 * with the name of the flag that is wrong.
 */
export function readOptions(args: readonly string[], env: NodeJS.ProcessEnv) {
  const values = parse(args);
  const port = values.port ?? env["SIMULATOR_PORT"];
  return {
    port: readNumber(values.port === undefined ? "SIMULATOR_PORT" : "--port", port, DEFAULT_PORT, {
      isAllowed: (value) => Number.isInteger(value) && value >= 0 && value <= 65_535,
      wanted: "a whole number from 0 to 65535",
    }),
    seed: readNumber("--seed", values.seed, 1, {
      isAllowed: (value) => Number.isSafeInteger(value) && value >= 0,
      wanted: "a whole number of at least 0",
    }),
    speed: readNumber("--speed", values.speed, 1, {
      isAllowed: (value) => value >= 0 && value <= 100_000,
      wanted: "a number from 0 to 100000",
    }),
    scene: readCredentials(env),
  };
}

function parse(args: readonly string[]) {
  const text = { type: "string" } as const;
  try {
    return parseArgs({ args: [...args], options: { port: text, seed: text, speed: text } }).values;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`${reason} (allowed are --port, --seed and --speed)`, { cause: error });
  }
}

function readCredentials(env: NodeJS.ProcessEnv): Pick<Scene, "token" | "keys"> {
  const keys = env["SIMULATOR_KEYS"]?.split(",").filter(Boolean);
  return { token: env["SIMULATOR_TOKEN"] || DEFAULT_SCENE.token, keys: keys?.length ? keys : DEFAULT_SCENE.keys };
}

interface Limits {
  readonly wanted: string;
  isAllowed(value: number): boolean;
}

function readNumber(flag: string, text: string | undefined, absent: number, limits: Limits): number {
  if (text === undefined) return absent;
  const value = text.trim() === "" ? NaN : Number(text);
  if (!limits.isAllowed(value)) throw new Error(`${flag} must be ${limits.wanted}, not "${text}".`);
  return value;
}
