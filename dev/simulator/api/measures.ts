/** The operations about measures. */
import { type Instance, type Measure, type MeasureEvaluation, type MeasureOutput } from "../world/model";
import { type InstanceHandler, readCount, readFlag } from "./call";
import { describeAudit } from "./instances";
import { formatTime, formatTimeOrNull } from "./notation";

const DAY_MS = 86_400_000;

const DEFAULT_HISTORY_DAYS = 30;

export const getMeasure: InstanceHandler = ({ instance, world, parameters, query, refuse }) => {
  const wanted = parameters["measureName"];
  const measure = instance.measures.find(({ name }) => name === wanted);
  if (!measure)
    return refuse({ status: 404, code: "MeasureNotFound", message: `The measure ${wanted} was not found.` });
  const since = world.now - readCount(query, "historicStatsDays", DEFAULT_HISTORY_DAYS) * DAY_MS;
  const historySince = readFlag(query, "includeHistoricStats") ? since : undefined;
  return { status: 200, json: describeMeasure(instance, measure, { withOutput: true, historySince }) };
};

interface MeasureView {
  readonly withOutput: boolean;
  /** Results after this instant are shown; undefined shows none. */
  readonly historySince: number | undefined;
}

function describeMeasure(instance: Instance, measure: Measure, { withOutput, historySince }: MeasureView) {
  const since = historySince ?? Infinity;
  const hasHistory = historySince !== undefined;
  return {
    displayName: measure.displayName,
    name: measure.name,
    description: "",
    definition: describeMeasureDefinition(measure),
    latestEvaluation: describeEvaluation(measure.evaluation),
    output: withOutput && measure.output ? describeOutput(measure, measure.output) : null,
    evaluationStats: {
      lastSuccessful: formatTimeOrNull(measure.lastSuccessAt),
      consecutiveFailureCount: measure.consecutiveFailures,
    },
    errorDescription:
      measure.evaluation.error === undefined ? null : { value: measure.evaluation.error, key: null, args: [] },
    sqlValidationStats: null,
    evaluationHistory: hasHistory
      ? measure.evaluationHistory.filter(({ endedAt }) => (endedAt ?? 0) >= since).map(describeEvaluation)
      : null,
    outputHistory: hasHistory
      ? measure.outputHistory
          .filter(({ evaluatedAt }) => evaluatedAt >= since)
          .map((output) => describeOutput(measure, output))
      : null,
    isTemplate: false,
    templateId: null,
    isCreatedFromTemplate: false,
    ...describeAudit(measure, instance.instanceId),
  };
}

function describeMeasureDefinition(measure: Measure) {
  const { shape, table } = measure;
  const isManual = shape === "manualScalar" || shape === "manualTable";
  return {
    kind: shape === "profile" ? "attribute" : "entity",
    isScalar: shape === "scalar",
    linkedEntities: isManual ? [] : [{ kind: "base", entity: table, alias: "p" }],
    variables: [],
    filters: null,
    filteringCriteria: null,
    dimensions: dimensionsOf(measure),
    aggregates: isManual ? [] : measure.aliases.map((alias, order) => describeAggregate(measure, alias, order)),
    isProfile: shape === "profile",
    measureQuerySql: isManual ? `SELECT ${measure.operation}(${measure.column}) FROM ${table}` : null,
    type: isManual ? "manual" : "structured",
    isManualQueryScalar: shape === "manualScalar",
    dependencies: [],
  };
}

/** The manual query's columns are not known to the definition; a profile measure has one value per customer. */
function dimensionsOf({ shape, dimension }: Measure) {
  if (shape === "profile") return [describeDimension("Customer.CustomerId", "CustomerId", true)];
  return shape === "dimensioned" && dimension !== undefined
    ? [describeDimension(`p.${dimension}`, dimension, false)]
    : [];
}

function describeDimension(field: string, alias: string, isReadOnly: boolean) {
  return { field, alias, displayName: alias, order: 0, bucket: "none", isReadOnly };
}

function describeAggregate({ operation, column, displayName }: Measure, alias: string, order: number) {
  return {
    operation: order === 0 ? operation : "count",
    field: `p.${column}`,
    alias,
    displayName: order === 0 ? displayName : alias,
    order,
    operationScope: null,
    aggregates: [],
    isIncluded: true,
  };
}

function describeEvaluation({ state, endedAt, runId, error }: MeasureEvaluation) {
  return { lastSuccessfulRunId: runId ?? null, state, endTime: formatTimeOrNull(endedAt), error: error ?? null };
}

function describeOutput({ name }: Measure, { values, evaluatedAt }: MeasureOutput) {
  return { values, measureName: name, evaluationTime: formatTime(evaluatedAt) };
}

/** Only the single measure shows its histories, and in some scenes its output. */
export const listMeasures: InstanceHandler = ({ instance, world }) => ({
  status: 200,
  json: instance.measures.map((measure) =>
    describeMeasure(instance, measure, { withOutput: world.scene.measureListHasOutput, historySince: undefined }),
  ),
});
