import { type Instant } from "./instant";

/** An evaluated value of a segment or a measure. Only successful evaluations with a time and a number make one. */
export interface Sample {
  /** Of the evaluation: the run's id, else its time. */
  readonly sampleId: string;
  readonly value: number;
  /** By the source's clock. */
  readonly evaluatedAt: Instant;
}

/** A segment as the source lists it, with the samples of its latest evaluation and its history, in any order. */
export interface Segment {
  /** CI's key for it; renaming changes `friendlyName` only (A17). */
  readonly name: string;
  readonly friendlyName?: string;
  /** Lower case: `active`, `inactive`, `invalid`…; empty when the source does not say. */
  readonly state: string;
  readonly createdAt?: Instant;
  readonly version?: number;
  readonly samples: readonly Sample[];
}

/** One evaluation of a segment, latest or of the history, as the source gives it. */
interface SegmentEvaluation {
  /** `jobStatus`; histories hold free text (A2). */
  readonly status: string;
  readonly evaluatedAt: Instant | undefined;
  readonly entityCount: number | undefined;
  /** `lastSuccessfulRunId`; histories have none. */
  readonly runId: string | undefined;
}

/**
 * What of a segment's evaluations counts (reference/customer-insights-api.md 3.2 T3, A13): a complete success with a real date
 * and a number of members. Undefined for any other, whatever it counts.
 */
export function toSegmentSample(evaluation: SegmentEvaluation): Sample | undefined {
  const { status, evaluatedAt, entityCount, runId } = evaluation;
  if (status.toLowerCase().replaceAll(/[^a-z]/g, "") !== "completedsuccess") return undefined;
  if (evaluatedAt === undefined || entityCount === undefined || !Number.isFinite(entityCount)) return undefined;
  return { sampleId: runId || evaluatedAt, value: entityCount, evaluatedAt };
}
