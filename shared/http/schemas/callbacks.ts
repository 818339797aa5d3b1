import { type Trigger } from "../../model/event";
import { text } from "./listOf";
import { type JsonSchema } from "./routeSchema";

const TIME = { format: "date-time" };

/** What every callback tells before the trigger's own fields (`../../delivery/buildCallback.ts`). */
const COMMON: JsonSchema = {
  eventId: text("Event Id", "Id of the event, the same however often it is sent."),
  trigger: text("Trigger", "What happened."),
  instanceId: text("Instance Id", "Id of the instance.", { format: "uuid" }),
  occurredAt: text("Occurred At", "When it happened.", TIME),
  detectedAt: text("Detected At", "When it was noticed.", TIME),
  test: { type: "boolean", title: "Test", description: "Whether this is only a test; absent otherwise." },
  redelivery: {
    type: "boolean",
    title: "Redelivery",
    description: "Whether it was given up before; absent otherwise.",
  },
};

const DATA_SOURCE = {
  dataSourceId: text("Data Source Id", "Id of the data source."),
  dataSourceName: text("Data Source Name", "Name of the data source, if it has one."),
};

const CROSSING = {
  displayName: text("Display Name", "What it is called, if it has such a name."),
  value: { type: "number", title: "Value", description: "The value now." },
  previousValue: { type: "number", title: "Previous Value", description: "The value before." },
  evaluatedAt: text("Evaluated At", "When the value was evaluated.", TIME),
  threshold: { type: "number", title: "Threshold", description: "The threshold of this flow." },
  direction: text("Direction", "Which way the threshold was crossed.", { enum: ["above", "below"] }),
};
const CROSSED = ["value", "previousValue", "evaluatedAt", "threshold", "direction"];

function count(title: string, description: string): JsonSchema {
  return { type: "integer", minimum: 0, title, description };
}

function callback(description: string, properties: JsonSchema, required: readonly string[]): JsonSchema {
  return {
    type: "object",
    description,
    additionalProperties: false,
    required: ["eventId", "trigger", "instanceId", "occurredAt", "detectedAt", ...required],
    properties: { ...COMMON, ...properties },
  };
}

/** The body of each trigger's callbacks. */
export const CALLBACKS: Readonly<Record<Trigger, JsonSchema>> = {
  "data-source-refresh-failed": callback(
    "The refresh that failed.",
    {
      ...DATA_SOURCE,
      status: text("Status", "How it ended.", { enum: ["failed", "timedOut"] }),
      partial: { type: "boolean", title: "Partial", description: "Whether some of the data was refreshed." },
      errorCode: text("Error Code", "Code of the error, if there is one."),
      errorMessage: text("Error Message", "What went wrong, if it is known."),
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
    { segmentName: text("Segment Name", "The segment's own name."), ...CROSSING },
    ["segmentName", ...CROSSED],
  ),
  "measure-threshold-crossed": callback(
    "The value of the measure and the threshold it crossed.",
    { measureName: text("Measure Name", "The measure's own name."), ...CROSSING },
    ["measureName", ...CROSSED],
  ),
  "full-refresh-completed": callback(
    "The full refresh that ended.",
    {
      jobId: text("Job Id", "Id of the job."),
      status: text("Status", "The state that the job ended in, such as successful or failed."),
      outcome: text("Outcome", "What came of it, such as completed."),
      submissionKind: text("Submission Kind", "How it was started, scheduled or ondemand."),
      startedAt: text("Started At", "When it was started, if that is known.", TIME),
      endedAt: text("Ended At", "When it ended, if that is known.", TIME),
      tasksSucceeded: count("Tasks Succeeded", "How many tasks succeeded."),
      tasksFailed: count("Tasks Failed", "How many tasks failed."),
      tasksSkipped: count("Tasks Skipped", "How many tasks were skipped."),
    },
    ["jobId", "status", "outcome", "submissionKind", "tasksSucceeded", "tasksFailed", "tasksSkipped"],
  ),
  "unification-completed": callback(
    "The unification that was completed.",
    {
      jobId: text("Job Id", "Id of the job, if it is known."),
      taskId: text("Task Id", "Id of the task, if it is known."),
    },
    [],
  ),
};
