import { type Instant } from "./instant";
import { isBusinessMeasure } from "./isBusinessMeasure";
import { type Measure, type MeasureDefinition, type MeasureOutput } from "./measure";
import { type Sample } from "./sample";

/** A measure's metadata, read but not judged. */
interface MeasureSeen {
  readonly name: string;
  readonly displayName?: string;
  readonly createdAt?: Instant;
  readonly version?: number;
  readonly definition?: MeasureDefinition;
  /** `latestEvaluation.state` in lower case. */
  readonly latestState?: string;
  readonly output?: MeasureOutput;
  readonly history: readonly MeasureOutput[];
}

const DECIMAL = /^[+-]?\d+(\.\d+)?([eE][+-]?\d+)?$/;

/**
 * Whether a measure is eligible, and its samples (reference/customer-insights-api.md 3.2 T4, A15). The latest output counts only
 * when its evaluation is completed, from the history too; what is no number (a date, nothing, NaN) is no sample.
 */
export function toMeasure(seen: MeasureSeen): Measure {
  const { definition, latestState, output, history, ...named } = seen;
  const eligibility = isBusinessMeasure(definition);
  if (!eligibility.ok) return { ...named, eligibility, samples: [] };
  const names = [definition?.alias, seen.displayName, seen.name];
  if (output && !keyOf(output, names) && Object.keys(output.values).length > 1)
    return { ...named, eligibility: { ok: false, reason: "no-single-value" }, samples: [] };
  const isCompleted = latestState === "completed";
  const past = history.filter(({ evaluatedAt }) => isCompleted || evaluatedAt !== output?.evaluatedAt);
  const outputs = output && isCompleted ? [...past, output] : past;
  return { ...named, eligibility, samples: outputs.flatMap((each) => toSample(each, names) ?? []) };
}

/** The key that holds the value: the only one, else the one named as the aggregate, then as the measure. */
function keyOf({ values }: MeasureOutput, names: readonly (string | undefined)[]): string | undefined {
  const keys = Object.keys(values);
  if (keys.length === 1) return keys[0];
  return names.find((name) => name !== undefined && keys.includes(name));
}

function toSample(output: MeasureOutput, names: readonly (string | undefined)[]): Sample | undefined {
  const { evaluatedAt, values } = output;
  const key = keyOf(output, names);
  const value = key === undefined ? undefined : toNumber(values[key]);
  return value === undefined || !evaluatedAt ? undefined : { sampleId: evaluatedAt, value, evaluatedAt };
}

function toNumber(seen: unknown): number | undefined {
  const text = typeof seen === "number" ? String(seen) : seen;
  if (typeof text !== "string" || !DECIMAL.test(text.trim())) return undefined;
  const value = Number(text);
  return Number.isFinite(value) ? value : undefined;
}
