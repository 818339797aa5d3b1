/**
 * Measures: computed numbers. The measure trigger accepts business measures only, which have one value over all
 * customers; this file decides which those are, and which of their outputs are samples.
 */
import { type Instant } from "./instant";
import { type Sample } from "./segment";

/** Why a measure has no single value that could cross a threshold. */
export type IneligibleReason = "profile-measure" | "has-dimensions" | "no-single-value" | "unknown-kind";

type Eligibility = { readonly ok: true } | { readonly ok: false; readonly reason: IneligibleReason };

/** A measure with the samples of its latest output and its history, in any order. */
export interface Measure {
  /** CI's key. Renaming a measure changes its `displayName` only (docs/customer-insights.md, A17). */
  readonly name: string;
  readonly displayName?: string;
  readonly createdAt?: Instant;
  readonly version?: number;
  readonly eligibility: Eligibility;
  /** The samples; none when the measure is not eligible. */
  readonly samples: readonly Sample[];
  /**
   * What the answer about this measure leaves out. Without its definition nothing is known of it; without the state of
   * its evaluation or its output, it is not known whether it has a newer value.
   */
  readonly missing?: "definition" | "value";
}

/** The fields of a measure's definition that decide whether it is a business measure; words are in lower case. */
export interface MeasureDefinition {
  /** `entity` or `attribute`. */
  readonly kind?: string;
  /** `structured` or `manual`. */
  readonly type?: string;
  readonly isProfile?: boolean;
  readonly isScalar?: boolean;
  readonly isManualQueryScalar?: boolean;
  readonly dimensionCount: number;
  /** The name of the value: `aggregates[0].alias`. */
  readonly alias?: string;
}

/** One output of a measure, `ScalarOutput` in the source. */
export interface MeasureOutput {
  readonly evaluatedAt?: Instant;
  readonly values: Readonly<Record<string, unknown>>;
}

/** The metadata of a measure as they were read, before eligibility and samples are decided. */
interface MeasureMetadata {
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
 * Decides whether a measure is eligible, and picks its samples (docs/customer-insights.md, T4 and A15). The latest
 * output counts only when its evaluation has completed, also as an entry of the history. A value that is no number (a
 * date, null, NaN) is no sample.
 */
export function toMeasure(metadata: MeasureMetadata): Measure {
  const { definition, latestState, output, history, ...named } = metadata;
  const eligibility = isBusinessMeasure(definition);
  if (!eligibility.ok) return { ...named, eligibility, samples: [] };
  const names = [definition?.alias, metadata.displayName, metadata.name];
  if (output && !keyOf(output, names) && Object.keys(output.values).length > 1)
    return { ...named, eligibility: { ok: false, reason: "no-single-value" }, samples: [] };
  const isCompleted = latestState === "completed";
  const past = history.filter(({ evaluatedAt }) => isCompleted || evaluatedAt !== output?.evaluatedAt);
  const outputs = output && isCompleted ? [...past, output] : past;
  return { ...named, eligibility, samples: outputs.flatMap((each) => toSample(each, names) ?? []) };
}

/**
 * Decides whether a measure has one value over all customers (docs/customer-insights.md, T4). A definition without a
 * kind is judged by its other fields; a missing definition is of unknown kind.
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
  // The definition of a query written by hand lists no dimensions, whatever the query groups by, so its own flag
  // counts.
  return type === "manual" && isManualQueryScalar === false ? no("no-single-value") : { ok: true };
}

/** The key of the value: the only key, else the key named like the aggregate or the measure. */
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

function toNumber(value: unknown): number | undefined {
  const text = typeof value === "number" ? String(value) : value;
  if (typeof text !== "string" || !DECIMAL.test(text.trim())) return undefined;
  const number = Number(text);
  return Number.isFinite(number) ? number : undefined;
}
