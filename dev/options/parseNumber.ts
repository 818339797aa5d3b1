import { type Given } from "./readOptions";

export interface NumberLimits {
  readonly least: number;
  readonly most: number;
  /** Fractions are refused unless this is set. */
  readonly fractions?: boolean;
}

/** A number written in digits. Throws naming the flag or environment variable. */
export function parseNumber<Absent>(
  given: Given | undefined,
  byDefault: Absent,
  limits: NumberLimits,
): number | Absent {
  if (given === undefined) return byDefault;
  const { least, most, fractions = false } = limits;
  const value = Number(given.value);
  const form = fractions ? /^\d+(?:\.\d+)?$/ : /^\d+$/;
  if (form.test(given.value) && value >= least && value <= most) return value;
  const kind = fractions ? "a number" : "a whole number";
  throw new Error(`${given.from} must be ${kind} from ${least} to ${most}, got "${given.value}"`);
}
