import { parseArgs } from "node:util";
import { parseCount } from "./parseCount";

export interface FaultOptions {
  readonly schedules: number;
  /** The seed of the first schedule; the others count on from it. */
  readonly seed: number;
  /** Print every step. */
  readonly trace: boolean;
}

const USAGE = "usage: npm run faults -- [--schedules N] [--seed S] [--trace]";
const DEFAULT_SCHEDULES = "1000";
const DEFAULT_SEED = "1";

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
