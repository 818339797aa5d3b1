/**
 * The bodies of callbacks, one schema per trigger. `delivery/buildCallback.ts` makes such bodies; tests hold them to
 * these schemas.
 */
import { type Trigger } from "../../model/event";
import { type JsonSchema, TIME, textSchema } from "../schema";

/** The fields of every callback, before the trigger's own. */
const COMMON: JsonSchema = {
  eventId: textSchema("Event Id", "Id of the event, the same however often it is sent."),
  trigger: textSchema("Trigger", "What happened."),
  instanceId: textSchema("Instance Id", "Id of the instance.", { format: "uuid" }),
  occurredAt: textSchema("Occurred At", "When it happened.", TIME),
  detectedAt: textSchema("Detected At", "When it was noticed.", TIME),
  test: { type: "boolean", title: "Test", description: "Whether this is only a test; absent otherwise." },
  redelivery: {
    type: "boolean",
    title: "Redelivery",
    description: "Whether it was given up before; absent otherwise.",
  },
};

const DATA_SOURCE = {
  dataSourceId: textSchema("Data Source Id", "Id of the data source."),
  dataSourceName: textSchema("Data Source Name", "Name of the data source, if it has one."),
};

const CROSSING = {
  displayName: textSchema("Display Name", "What it is called, if it has such a name."),
  value: { type: "number", title: "Value", description: "The value now." },
  previousValue: { type: "number", title: "Previous Value", description: "The value before." },
  evaluatedAt: textSchema("Evaluated At", "When the value was evaluated.", TIME),
  threshold: { type: "number", title: "Threshold", description: "The threshold of this flow." },
  direction: textSchema("Direction", "Which way the threshold was crossed.", { enum: ["above", "below"] }),
};

const CROSSED = ["value", "previousValue", "evaluatedAt", "threshold", "direction"];

/** The body of each trigger's callbacks. */
export const CALLBACKS: Readonly<Record<Trigger, JsonSchema>> = {
  "data-source-refresh-failed": callback(
    "The refresh that failed.",
    {
      ...DATA_SOURCE,
      status: textSchema("Status", "How it ended.", { enum: ["failed", "timedOut"] }),
      partial: { type: "boolean", title: "Partial", description: "Whether some of the data was refreshed." },
      errorCode: textSchema("Error Code", "Code of the error, if there is one."),
      errorMessage: textSchema("Error Message", "What went wrong, if it is known."),
    },
    ["dataSourceId", "status", "partial"],
  ),
  "data-source-refresh-succeeded": callback(
    "The refresh that succeeded.",
    {
      ...DATA_SOURCE,
      hasWarnings: { type: "boolean", title: "Has Warnings", description: "Whether there were warnings." },
    },
    ["dataSourceId", "hasWarnings"],
  ),
  "segment-threshold-crossed": callback(
    "The size of the segment and the threshold it crossed.",
    { segmentName: textSchema("Segment Name", "The segment's own name."), ...CROSSING },
    ["segmentName", ...CROSSED],
  ),
  "measure-threshold-crossed": callback(
    "The value of the measure and the threshold it crossed.",
    { measureName: textSchema("Measure Name", "The measure's own name."), ...CROSSING },
    ["measureName", ...CROSSED],
  ),
  "full-refresh-completed": callback(
    "The full refresh that ended.",
    {
      jobId: textSchema("Job Id", "Id of the job."),
      status: textSchema("Status", "The state that the job ended in, such as successful or failed."),
      outcome: textSchema("Outcome", "What came of it, such as completed."),
      submissionKind: textSchema("Submission Kind", "How it was started, scheduled or ondemand."),
      startedAt: textSchema("Started At", "When it was started, if that is known.", TIME),
      endedAt: textSchema("Ended At", "When it ended, if that is known.", TIME),
      tasksSucceeded: count("Tasks Succeeded", "How many tasks succeeded."),
      tasksFailed: count("Tasks Failed", "How many tasks failed."),
      tasksSkipped: count("Tasks Skipped", "How many tasks were skipped."),
    },
    ["jobId", "status", "outcome", "submissionKind", "tasksSucceeded", "tasksFailed", "tasksSkipped"],
  ),
  "unification-completed": callback(
    "The unification that was completed.",
    {
      jobId: textSchema("Job Id", "Id of the job, if it is known."),
      taskId: textSchema("Task Id", "Id of the task, if it is known."),
    },
    [],
  ),
};

function callback(description: string, properties: JsonSchema, required: readonly string[]): JsonSchema {
  return {
    type: "object",
    description,
    additionalProperties: false,
    required: ["eventId", "trigger", "instanceId", "occurredAt", "detectedAt", ...required],
    properties: { ...COMMON, ...properties },
  };
}

function count(title: string, description: string): JsonSchema {
  return { type: "integer", minimum: 0, title, description };
}
