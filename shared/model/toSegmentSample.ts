import { type Instant } from "./instant";
import { type Sample } from "./sample";

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
