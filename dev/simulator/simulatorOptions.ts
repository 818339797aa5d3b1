import { type Option, describeOptions, parseNumber, readOptions } from "../options/options";
import { parsePort } from "../options/ports";
import { DEFAULT_SCENE, type Scene } from "./world/scene";

const OPTIONS = {
  port: { value: "<port>", env: "SIMULATOR_PORT", help: "default 7072, 0 = any free one" },
  seed: { value: "<number>", help: "of the simulated company, default 1" },
  speed: { value: "<factor>", help: "of the clock, default 1; 0 stands still" },
  help: { help: "show this" },
} as const satisfies Record<string, Option>;

export const SIMULATOR_USAGE = `tsx dev/simulator/main.ts [options]\n\n${describeOptions(OPTIONS)}`;

/**
 * The options of the command line and of `SIMULATOR_PORT`, `SIMULATOR_TOKEN` and `SIMULATOR_KEYS` (a comma list).
 * Throws with the name of the flag or variable that is wrong.
 */
export function parseSimulatorOptions(args: readonly string[], env: NodeJS.ProcessEnv) {
  const given = readOptions(OPTIONS, args, env);
  return {
    port: parsePort(given.port, 7072),
    seed: parseNumber(given.seed, 1, { min: 0, max: Number.MAX_SAFE_INTEGER }),
    speed: parseNumber(given.speed, 1, { min: 0, max: 100_000, fractions: true }),
    scene: readCredentials(env),
    help: given.help !== undefined,
  };
}

function readCredentials(env: NodeJS.ProcessEnv): Pick<Scene, "token" | "keys"> {
  const keys = env["SIMULATOR_KEYS"]?.split(",").filter(Boolean);
  return { token: env["SIMULATOR_TOKEN"] || DEFAULT_SCENE.token, keys: keys?.length ? keys : DEFAULT_SCENE.keys };
}
