import { type EventFields, type StoredEvent, type Trigger } from "../model/event";
import { type Instant, toInstant } from "../model/instant";
import { type Subscription } from "../model/subscription";

const NAMELESS = "sample";

type FieldsOf = (subscription: Subscription, at: Instant) => EventFields;

/** A step over the subscription's own threshold. */
const crossed: FieldsOf = ({ key }, at) => {
  const { value: threshold, direction } = key.threshold ?? { value: 0, direction: "above" };
  const step = direction === "below" ? -1 : 1;
  const values = { value: threshold + step, previousValue: threshold - step, evaluatedAt: at };
  return { ...values, threshold, direction: direction === "below" ? "below" : "above" };
};

const SAMPLE_FIELDS: Readonly<Record<Trigger, FieldsOf>> = {
  "data-source-refresh-failed": ({ resource = NAMELESS }) => ({
    dataSourceId: resource,
    dataSourceName: "Sample data source",
    status: "failed",
    partial: false,
    errorMessage: "This is a test. Nothing has failed.",
  }),
  "data-source-refresh-succeeded": ({ resource = NAMELESS }) => ({
    dataSourceId: resource,
    dataSourceName: "Sample data source",
    hasWarnings: false,
  }),
  "segment-threshold-crossed": (subscription, at) => ({
    segmentName: subscription.resource ?? NAMELESS,
    ...crossed(subscription, at),
  }),
  "measure-threshold-crossed": (subscription, at) => ({
    measureName: subscription.resource ?? NAMELESS,
    ...crossed(subscription, at),
  }),
  "full-refresh-completed": (_, at) => ({
    jobId: NAMELESS,
    status: "successful",
    outcome: "completed",
    submissionKind: "scheduled",
    startedAt: at,
    endedAt: at,
    tasksSucceeded: 1,
    tasksFailed: 0,
    tasksSkipped: 0,
  }),
  "unification-completed": () => ({ jobId: NAMELESS, taskId: NAMELESS }),
};

/** What a flow would be told if something had happened just now, marked as a test. It is in no ledger and in no history. */
export function sampleEvent(subscription: Subscription, eventId: string, now: Date): StoredEvent {
  const { key, resource } = subscription;
  const at = toInstant(now);
  return {
    eventId,
    trigger: key.trigger,
    instanceId: key.instanceId,
    sequence: 0,
    subjectId: NAMELESS,
    ...(resource !== undefined && { resource }),
    occurredAt: at,
    detectedAt: at,
    fields: { ...SAMPLE_FIELDS[key.trigger](subscription, at), test: true },
  };
}
