import { type Instant } from "./instant";
import { type Sample } from "./segment";

/** Why a measure has no single value that a threshold could be crossed by. */
export type IneligibleReason = "profile-measure" | "has-dimensions" | "no-single-value" | "unknown-kind";

type Eligibility = { readonly ok: true } | { readonly ok: false; readonly reason: IneligibleReason };

/** A measure as the source gives it, with the samples of its latest output and its history, in any order. */
export interface Measure {
  /** CI's key for it; renaming changes `displayName` only (A17). */
  readonly name: string;
  readonly displayName?: string;
  readonly createdAt?: Instant;
  readonly version?: number;
  readonly eligibility: Eligibility;
  /** Empty when it is not eligible. */
  readonly samples: readonly Sample[];
}

/** What of a measure's definition decides whether it is a business measure; words in lower case. */
export interface MeasureDefinition {
  /** `entity` or `attribute`. */
  readonly kind?: string;
  /** `structured` or `manual`. */
  readonly type?: string;
  readonly isProfile?: boolean;
  readonly isScalar?: boolean;
  readonly isManualQueryScalar?: boolean;
  readonly dimensionCount: number;
  /** `aggregates[0].alias`. */
  readonly alias?: string;
}

/** One `ScalarOutput`. */
export interface MeasureOutput {
  readonly evaluatedAt?: Instant;
  readonly values: Readonly<Record<string, unknown>>;
}

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

/**
 * Whether a measure is one value over all customers (reference/customer-insights-api.md 3.2 T4). A definition that does not
 * name its kind is judged by the rest of it; one that is not there at all is of unknown kind.
 */
function isBusinessMeasure(definition: MeasureDefinition | undefined): Eligibility {
  if (!definition) return no("unknown-kind");
  const { kind, isProfile } = definition;
  if (isProfile || kind === "attribute") return no("profile-measure");
  if (kind !== undefined && kind !== "entity") return no("unknown-kind");
  return isScalar(definition);
}

function no(reason: IneligibleReason): Eligibility {
  return { ok: false, reason };
}

function isScalar({ isScalar: scalar, type, isManualQueryScalar, dimensionCount }: MeasureDefinition): Eligibility {
  if (scalar || (type === "manual" && isManualQueryScalar)) return { ok: true };
  if (dimensionCount > 0) return no("has-dimensions");
  // A query written by hand has no dimensions to list, whatever it groups by: its own word counts.
  return type === "manual" && isManualQueryScalar === false ? no("no-single-value") : { ok: true };
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

const DECIMAL = /^[+-]?\d+(\.\d+)?([eE][+-]?\d+)?$/;

function toNumber(seen: unknown): number | undefined {
  const text = typeof seen === "number" ? String(seen) : seen;
  if (typeof text !== "string" || !DECIMAL.test(text.trim())) return undefined;
  const value = Number(text);
  return Number.isFinite(value) ? value : undefined;
}
