import { type Measure, type MeasureOutput } from "../world/model";
import { type Task, type TaskInformation } from "./model";

/** Evaluation times are those of the values, a little before the task's end. */
const WRITE_MS = 40;

/** Writes the result of an evaluation; a failed one keeps the output of the last that succeeded. */
export function evaluateMeasure(measure: Measure, task: Task, runId: string): TaskInformation {
  const endedAt = task.endAt;
  if (task.status === "successful" && endedAt !== undefined) {
    measure.evaluation = { state: "completed", endedAt, runId, error: undefined };
    measure.output = hasOutput(measure) ? { values: valuesOf(measure), evaluatedAt: endedAt - WRITE_MS } : undefined;
    if (measure.output) measure.outputHistory.push(measure.output);
    Object.assign(measure, { lastSuccessAt: endedAt, updatedAt: endedAt, consecutiveFailures: 0 });
    measure.version += 1;
  } else {
    measure.evaluation = { ...measure.evaluation, state: "failed", endedAt, error: task.findings[0]?.message };
    measure.consecutiveFailures += task.finished ? 1 : 0;
  }
  if (task.finished) measure.evaluationHistory.push(measure.evaluation);
  return { kind: "measures" };
}

/** Only a measure that is a single value carries it in its metadata. */
function hasOutput({ shape }: Measure): boolean {
  return shape === "scalar" || shape === "manualScalar";
}

/** Further aliases get values of their own, so that a reader must know which is meant. */
function valuesOf({ aliases, nextValue }: Measure): MeasureOutput["values"] {
  return Object.fromEntries(aliases.map((alias, index) => [alias, index === 0 ? nextValue : String(index * 1000)]));
}
