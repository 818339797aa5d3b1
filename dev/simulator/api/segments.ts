/** The operation that lists segments. */
import { type Instance, type Segment, type SegmentEvaluation } from "../world/model";
import { type InstanceHandler, readCount, readFlag } from "./call";
import { describeAudit } from "./instances";
import { formatTimeOrNull } from "./notation";

const DAY_MS = 86_400_000;

const DEFAULT_HISTORY_DAYS = 10;

export const listSegments: InstanceHandler = ({ instance, world, query }) => {
  const since = world.now - readCount(query, "historicStatsDays", DEFAULT_HISTORY_DAYS) * DAY_MS;
  const withHistory = readFlag(query, "includeHistoricStats");
  const segments = instance.segments.slice(0, readCount(query, "numberOfSegments", instance.segments.length));
  return {
    status: 200,
    json: segments.map((segment) => {
      const history = segment.history.filter(({ evaluatedAt }) => (evaluatedAt ?? 0) >= since);
      return describeSegment(instance, segment, withHistory ? history : undefined);
    }),
  };
};

/** `history` is undefined unless it was asked for. */
function describeSegment(instance: Instance, segment: Segment, history: readonly SegmentEvaluation[] | undefined) {
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
