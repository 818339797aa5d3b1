import { type Instant } from "./instant";
import { type Sample } from "./sample";

/** Why a measure has no single value that a threshold could be crossed by. */
export type IneligibleReason = "profile-measure" | "has-dimensions" | "no-single-value" | "unknown-kind";

export type Eligibility = { readonly ok: true } | { readonly ok: false; readonly reason: IneligibleReason };

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
