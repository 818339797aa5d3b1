import { parseArgs } from "node:util";
import { parseCount } from "../parseCount";

export interface ProcessOptions {
  /** To 250 flows (or as many, where they are fewer), by as many events as it takes. */
  readonly deliveries: number;
  readonly hosts: number;
  readonly kills: number;
  /** Says which hosts are killed, and when: after how many callbacks. */
  readonly seed: number;
}

const USAGE = "usage: npm run faults:processes -- [--deliveries N] [--hosts H] [--kills K] [--seed S]";
export const DEFAULTS: ProcessOptions = { deliveries: 5_000, hosts: 3, kills: 6, seed: 1 };
const LEAST: ProcessOptions = { deliveries: 100, hosts: 1, kills: 0, seed: 0 };
const MOST: ProcessOptions = { deliveries: 1_000_000, hosts: 16, kills: 1_000, seed: 1_000_000_000 };

/** A text says what is wrong. */
export function readProcessOptions(args: readonly string[]): ProcessOptions | string {
  const flag = { type: "string" } as const;
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { deliveries: flag, hosts: flag, kills: flag, seed: flag },
    });
    const read = (name: keyof ProcessOptions): number =>
      parseCount(`--${name}`, values[name] ?? String(DEFAULTS[name]), LEAST[name], MOST[name]);
    return { deliveries: read("deliveries"), hosts: read("hosts"), kills: read("kills"), seed: read("seed") };
  } catch (error) {
    return `${error instanceof Error ? error.message : String(error)}\n${USAGE}`;
  }
}
