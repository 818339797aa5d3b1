import { type Chance } from "../faults/schedules/chance";

/** One thing to try: what goes in, for the one who reads of a failure, and the trial, which throws when something is wrong. */
interface FuzzCase {
  readonly input: unknown;
  readonly run: () => Promise<void>;
}

export interface FuzzTarget {
  readonly name: string;
  /** Made of chance alone, so that the same seed makes the same case. */
  readonly makeCase: (chance: Chance) => FuzzCase;
}

/** Throws what a case must not come to. */
export function must(holds: boolean, otherwise: string): asserts holds {
  if (!holds) throw new Error(otherwise);
}
