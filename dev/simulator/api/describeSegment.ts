import { type Instance, type Segment, type SegmentEvaluation } from "../world/model";
import { describeAudit } from "./describeAudit";
import { formatTimeOrNull } from "./formatTime";

/** `history` is undefined unless it was asked for. */
export function describeSegment(
  instance: Instance,
  segment: Segment,
  history: readonly SegmentEvaluation[] | undefined,
) {
  return {
    kind: "default",
    name: segment.name,
    friendlyName: segment.friendlyName,
    description: "",
    segmentQueryExpression: {
      type: segment.isManual ? "manual" : "structured",
      projections: [],
      projectedAttributes: [],
      rowsets: [],
      segmentationQuerySql: segment.isManual ? `SELECT CustomerId FROM Customer ORDER BY ${segment.rankedBy}` : null,
      hierarchies: [],
    },
    state: segment.isActive ? "active" : "inactive",
    errorDescription: segment.evaluation.error ?? null,
    endDate: null,
    evaluationStatus: {
      ...describeEvaluation(segment.evaluation),
      lastSuccessfulRunId: segment.evaluation.runId ?? null,
    },
    sqlValidationStats: null,
    evaluationStatusHistory: history?.map(describeEvaluation) ?? null,
    segmentQueryStats: null,
    ...describeAudit(segment, instance.instanceId),
  };
}

function describeEvaluation({ jobStatus, evaluatedAt, count, error }: SegmentEvaluation) {
  return {
    jobStatus,
    evaluationDate: formatTimeOrNull(evaluatedAt),
    entityCount: count,
    error: error === undefined ? null : { value: error, key: null, args: [] },
  };
}
