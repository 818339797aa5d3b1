/** The results of tasks on their data source, segment or measure. */
import { type Status, type Task, type TaskInformation } from "../world/jobs";
import {
  type DataSource,
  type Instance,
  type Measure,
  type MeasureOutput,
  type Segment,
  type SegmentEvaluation,
  type World,
} from "../world/model";
import { makeId } from "../world/random";

/**
 * Lets the source, segment or measure show how its task ended. One that was switched off meanwhile stays as it is.
 */
export function showTaskEnded(world: World, instance: Instance, task: Task): void {
  const { operationType, identifier } = task.node;
  const runId = makeId(world.seed, "run", task.taskId, task.tries);
  switch (operationType) {
    case "ingestion":
      refreshSource(world, instance, task);
      return;
    case "segmentation": {
      const segment = instance.segments.find(({ name, isActive }) => isActive && name === identifier);
      if (segment) task.information = evaluateSegment(segment, task, runId);
      return;
    }
    case "measures":
    case "attributeMeasures": {
      const measure = instance.measures.find(({ name, isActive }) => isActive && name === identifier);
      if (measure) task.information = evaluateMeasure(measure, task, runId);
      return;
    }
    case "merge":
      task.information = { kind: "merge" };
      return;
    default:
  }
}

/** Updates the source of an ingestion task. If each table has a node, the worst result counts. */
function refreshSource(world: World, instance: Instance, task: Task): void {
  const source = findSource(instance, task.node.identifier);
  if (!source) return;
  const siblings = instance.tasks.filter(
    ({ node, jobIds }) =>
      node.operationType === "ingestion" &&
      node.identifier.startsWith(source.dataSourceId) &&
      jobIds.some((jobId) => task.jobIds.includes(jobId)),
  );
  source.refreshState = refreshStateOf(
    siblings.map(({ status }) => status),
    source.refreshState,
  );
  if (source.refreshState === "updated") source.version += 1;
  const moves = source.refreshState === "updated" || world.scene.lastRefreshMovesOnFailure;
  if (task.status !== "skipped" && source.refreshState !== "updating" && moves) {
    source.lastRefresh = world.now;
    source.updatedAt = world.now;
  }
}

/** The source of an ingestion node, whose identifier is the source's id or begins with it. */
function findSource(instance: Instance, identifier: string): DataSource | undefined {
  return instance.sources.find(({ dataSourceId }) => identifier.startsWith(dataSourceId));
}

function refreshStateOf(statuses: readonly Status[], before: DataSource["refreshState"]): DataSource["refreshState"] {
  const has = (...wanted: readonly Status[]): boolean => statuses.some((status) => wanted.includes(status));
  if (has("running")) return "updating";
  if (has("failed", "timedOut")) return "updateFailed";
  if (has("aborted")) return "updateCancelled";
  return has("successful") ? "updated" : before;
}

/** Writes the result of an evaluation; one that did not succeed keeps the date and the count of the last that did. */
function evaluateSegment(segment: Segment, task: Task, runId: string): TaskInformation {
  const { evaluation } = segment;
  if (task.status === "successful") {
    segment.evaluation = {
      jobStatus: "CompletedSuccess",
      evaluatedAt: task.endAt,
      count: segment.nextCount,
      runId,
      error: undefined,
    };
    segment.version += 1;
    segment.updatedAt = task.endAt ?? segment.updatedAt;
  } else {
    segment.evaluation = { ...evaluation, jobStatus: jobStatusOf(task.status), error: task.findings[0]?.message };
  }
  if (task.finished) segment.history.push({ ...segment.evaluation, evaluatedAt: task.endAt ?? evaluation.evaluatedAt });
  return { kind: "segmentation", entityCount: segment.evaluation.count };
}

function jobStatusOf(status: Status): SegmentEvaluation["jobStatus"] {
  return status === "aborted" ? "Cancelled" : "CompletedFailure";
}

/** Evaluation times are those of the values, a little before the task's end. */
const WRITE_MS = 40;

/** Writes the result of an evaluation; a failed one keeps the output of the last that succeeded. */
function evaluateMeasure(measure: Measure, task: Task, runId: string): TaskInformation {
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

/** Lets the source, segment or measure show that its task runs; the last result stays until there is a new one. */
export function showTaskRunning(instance: Instance, task: Task): void {
  const { operationType, identifier } = task.node;
  if (operationType === "ingestion") {
    const source = findSource(instance, identifier);
    if (source) source.refreshState = "updating";
  }
  if (operationType === "segmentation") {
    const segment = instance.segments.find(({ name, isActive }) => isActive && name === identifier);
    if (segment) segment.evaluation = { ...segment.evaluation, jobStatus: "Running", error: undefined };
  }
  if (operationType === "measures" || operationType === "attributeMeasures") {
    const measure = instance.measures.find(({ name, isActive }) => isActive && name === identifier);
    if (measure) measure.evaluation = { ...measure.evaluation, state: "running", error: undefined };
  }
}
