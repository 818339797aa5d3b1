import { parseArgs } from "node:util";
import { parseCount } from "../faults/parseCount";

export interface FuzzOptions {
  readonly cases: number;
  /** The seed of the first case; the others count on from it. */
  readonly seed: number;
}

const USAGE = "usage: npm run fuzz -- [--cases N] [--seed S]";
const DEFAULT_CASES = "100000";
const DEFAULT_SEED = "1";

/** A text says what is wrong. */
export function readFuzzOptions(args: readonly string[]): FuzzOptions | string {
  const options = {
    cases: { type: "string", default: DEFAULT_CASES },
    seed: { type: "string", default: DEFAULT_SEED },
  } as const;
  try {
    const { values } = parseArgs({ args: [...args], options });
    return { cases: parseCount("--cases", values.cases, 1), seed: parseCount("--seed", values.seed, 0) };
  } catch (error) {
    return `${error instanceof Error ? error.message : String(error)}\n${USAGE}`;
  }
}
