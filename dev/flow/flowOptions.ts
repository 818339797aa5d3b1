import { describeOptions } from "../options/describeOptions";
import { parsePort } from "../options/parsePort";
import { type Option, readOptions } from "../options/readOptions";

const OPTIONS = {
  port: { value: "<port>", env: "FLOW_PORT", help: "default 7073, 0 = any free one" },
  help: { help: "show this" },
} as const satisfies Record<string, Option>;

export const FLOW_USAGE = `tsx dev/flow/main.ts [options]\n\n${describeOptions(OPTIONS)}`;

export function parseFlowOptions(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): { readonly port: number; readonly help: boolean } {
  const given = readOptions(OPTIONS, args, env);
  return { port: parsePort(given.port, 7073), help: given.help !== undefined };
}
