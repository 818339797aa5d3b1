import { parseArgs } from "node:util";

export interface ProcessOptions {
  /** To 250 flows (or as many, where they are fewer), by as many events as it takes. */
  readonly deliveries: number;
  readonly hosts: number;
  readonly kills: number;
  /** Says which hosts are killed, and when: after how many callbacks. */
  readonly seed: number;
}

const USAGE = "usage: npm run faults:processes -- [--deliveries N] [--hosts H] [--kills K] [--seed S]";
/** What the issue asks for. */
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
    const read = (name: keyof ProcessOptions): number => parseCount(name, values[name] ?? String(DEFAULTS[name]));
    return { deliveries: read("deliveries"), hosts: read("hosts"), kills: read("kills"), seed: read("seed") };
  } catch (error) {
    return `${error instanceof Error ? error.message : String(error)}\n${USAGE}`;
  }
}

function parseCount(name: keyof ProcessOptions, text: string): number {
  const count = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (count >= LEAST[name] && count <= MOST[name]) return count;
  throw new RangeError(`--${name} is a whole number from ${LEAST[name]} to ${MOST[name]}, not '${text}'`);
}
