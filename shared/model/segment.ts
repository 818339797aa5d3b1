/**
 * Segments: groups of customers, whose value is their number of members; and samples, the evaluated values of segments
 * and measures. A crossing compares two samples.
 */
import { type Instant } from "./instant";

/** An evaluated value of a segment or measure. Only a successful evaluation with a time and a number makes a sample. */
export interface Sample {
  /** The identity of the evaluation: the id of its run, else its time. */
  readonly sampleId: string;
  readonly value: number;
  /** The time of the evaluation, by the source's clock. */
  readonly evaluatedAt: Instant;
}

/** A segment with the samples of its latest evaluation and its history, in any order. */
export interface Segment {
  /** CI's key. Renaming a segment changes its `friendlyName` only (docs/customer-insights.md, A17). */
  readonly name: string;
  readonly friendlyName?: string;
  /** The state in lower case: `active`, `inactive`, `invalid`…; empty when the source gives none. */
  readonly state: string;
  readonly createdAt?: Instant;
  readonly version?: number;
  readonly samples: readonly Sample[];
  /** True when the answer leaves out its latest evaluation. */
  readonly unevaluated?: true;
}

/** One evaluation of a segment, the latest or one of its history. */
interface SegmentEvaluation {
  /** The `jobStatus`, which is free text in histories (A2). */
  readonly status: string;
  readonly evaluatedAt: Instant | undefined;
  readonly entityCount: number | undefined;
  /** The `lastSuccessfulRunId`, which histories do not have. */
  readonly runId: string | undefined;
}

/**
 * The sample of an evaluation that is a complete success with a real date and a number of members; undefined for any
 * other evaluation (docs/customer-insights.md, T3 and A13).
 */
export function toSegmentSample(evaluation: SegmentEvaluation): Sample | undefined {
  const { status, evaluatedAt, entityCount, runId } = evaluation;
  if (status.toLowerCase().replaceAll(/[^a-z]/g, "") !== "completedsuccess") return undefined;
  if (evaluatedAt === undefined || entityCount === undefined || !Number.isFinite(entityCount)) return undefined;
  return { sampleId: runId || evaluatedAt, value: entityCount, evaluatedAt };
}
