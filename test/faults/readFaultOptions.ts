import { parseArgs } from "node:util";

export interface FaultOptions {
  readonly schedules: number;
  /** Of the first schedule; the others count on from it. */
  readonly seed: number;
  /** Print every step. */
  readonly trace: boolean;
}

const USAGE = "usage: npm run faults -- [--schedules N] [--seed S] [--trace]";
const DEFAULT_SCHEDULES = "1000";
const DEFAULT_SEED = "1";
const MOST = 1_000_000_000;

/** A text says what is wrong. */
export function readFaultOptions(args: readonly string[]): FaultOptions | string {
  const options = {
    schedules: { type: "string", default: DEFAULT_SCHEDULES },
    seed: { type: "string", default: DEFAULT_SEED },
    trace: { type: "boolean", default: false },
  } as const;
  try {
    const { values } = parseArgs({ args: [...args], options });
    const schedules = parseCount("--schedules", values.schedules, 1);
    const seed = parseCount("--seed", values.seed, 0);
    return { schedules, seed, trace: values.trace };
  } catch (error) {
    return `${error instanceof Error ? error.message : String(error)}\n${USAGE}`;
  }
}

function parseCount(flag: string, text: string, least: number): number {
  const count = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!(count >= least && count <= MOST))
    throw new RangeError(`${flag} is a whole number from ${least} to ${MOST}, not '${text}'`);
  return count;
}
