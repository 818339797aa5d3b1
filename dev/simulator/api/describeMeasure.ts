import { type Instance, type Measure, type MeasureEvaluation, type MeasureOutput } from "../world/model";
import { describeAudit } from "./describeAudit";
import { formatTime, formatTimeOrNull } from "./formatTime";
import { describeMeasureDefinition } from "./describeMeasureDefinition";

export interface MeasureView {
  readonly withOutput: boolean;
  /** Results after this instant are told; undefined tells none. */
  readonly historySince: number | undefined;
}

export function describeMeasure(instance: Instance, measure: Measure, { withOutput, historySince }: MeasureView) {
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

function describeEvaluation({ state, endedAt, runId, error }: MeasureEvaluation) {
  return { lastSuccessfulRunId: runId ?? null, state, endTime: formatTimeOrNull(endedAt), error: error ?? null };
}

function describeOutput({ name }: Measure, { values, evaluatedAt }: MeasureOutput) {
  return { values, measureName: name, evaluationTime: formatTime(evaluatedAt) };
}
