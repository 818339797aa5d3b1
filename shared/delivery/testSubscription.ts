/** The test of a subscription: its flow is called with a sample event, once and at once. Nothing is stored. */
import { createHash } from "node:crypto";
import { defined } from "../model/defined";
import { type ReceiverAnswer } from "../model/delivery";
import { type EventFields, type StoredEvent, type Trigger } from "../model/event";
import { type Instant, toInstant } from "../model/instant";
import { type Subscription, subscriptionHash } from "../model/subscription";
import { buildCallback } from "./buildCallback";
import { type DeliveryPorts } from "./ports";

export type TestDeps = Pick<DeliveryPorts, "post" | "callback" | "randomId" | "now" | "log"> & {
  readonly slowLane: Pick<DeliveryPorts, "post">;
};

/**
 * Calls the flow with a sample event and returns its answer; "host-busy" when nothing was sent. The log line says
 * "no-turn" for that, as it does for attempts (`attempt.ts`).
 */
export async function testSubscription(
  subscription: Subscription,
  deps: TestDeps,
): Promise<ReceiverAnswer | "host-busy"> {
  const hash = createHash("sha256").update(deps.randomId()).digest("hex").slice(0, 32);
  const event = sampleEvent(subscription, `evt_${hash}`, deps.now());
  const { post } = subscription.health?.slow ? deps.slowLane : deps;
  const answer = await post(buildCallback(event, subscription.callbackUrl, deps.now(), deps.callback));
  const { trigger, instanceId } = subscription.key;
  const line = { trigger, instanceId, subscription: subscriptionHash(subscription.key) };
  deps.log({
    name: "subscription.tested",
    eventId: event.eventId,
    ...line,
    ...(answer === "host-busy" ? { outcome: "no-turn" } : answer),
  });
  return answer;
}

/** The resource of a sample event whose subscription is for any. */
const NAMELESS = "sample";

type FieldsOf = (subscription: Subscription, at: Instant) => EventFields;

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

/**
 * The event that the flow would get if something had happened just now, marked as a test. It is in no ledger and no
 * history.
 */
function sampleEvent(subscription: Subscription, eventId: string, now: Date): StoredEvent {
  const { key, resource } = subscription;
  const at = toInstant(now);
  return {
    eventId,
    trigger: key.trigger,
    instanceId: key.instanceId,
    sequence: 0,
    subjectId: NAMELESS,
    ...defined({ resource }),
    occurredAt: at,
    detectedAt: at,
    fields: { ...SAMPLE_FIELDS[key.trigger](subscription, at), test: true },
  };
}

/** The fields of a step over the subscription's own threshold. */
const crossed: FieldsOf = ({ key }, at) => {
  const { value: threshold, direction } = key.threshold ?? { value: 0, direction: "above" };
  const step = direction === "below" ? -1 : 1;
  const values = { value: threshold + step, previousValue: threshold - step, evaluatedAt: at };
  return { ...values, threshold, direction: direction === "below" ? "below" : "above" };
};
