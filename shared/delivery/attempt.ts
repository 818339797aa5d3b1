import { type ReceiverAnswer, type AttemptRecord, type ChunkReference } from "../model/delivery";
import { type StoredEvent } from "../model/event";
import { addSeconds, secondsSince } from "../model/instant";
import { type Log, type SpanAttributes } from "../model/log";
import { type Subscription, subscriptionHash } from "../model/subscription";
import { type CallbackRequest, buildCallback } from "./buildCallback";
import { requeueSeconds } from "./followUps";
import { decideVerdict, onlyTry } from "./retryPolicy";
import { type DeliveryPorts } from "./ports";

/**
 * An event as one delivery tells it: a crossing is of its subscription's threshold, in one of its directions; and a delivery
 * that was redriven says so.
 */
export function addressEvent(event: StoredEvent, { subscription, redrivenAfter }: ChunkReference): StoredEvent {
  const told = redrivenAfter === undefined ? event : { ...event, fields: { ...event.fields, redelivery: true } };
  const { threshold } = subscription;
  const { crossing, fields } = told;
  if (!threshold || !crossing) return told;
  const direction = crossing.current > crossing.previous ? "above" : "below";
  return { ...told, fields: { ...fields, threshold: threshold.value, direction } };
}

function logAttempt(
  { eventId, trigger, instanceId, detectedAt }: StoredEvent,
  { reference, attempt, endedAt, verdict, answer }: AttemptRecord,
  log: Log,
): void {
  log({
    name: "delivery.attempted",
    eventId,
    trigger,
    instanceId,
    subscription: subscriptionHash(reference.subscription),
    attempt,
    ageSeconds: Math.max(0, secondsSince(detectedAt, endedAt)),
    ...verdict,
    ...answer,
    ...(verdict.outcome === "retrying" ? { nextAttemptAt: addSeconds(endedAt, verdict.delaySeconds) } : {}),
  });
}

export type PostDeps = Pick<DeliveryPorts, "post" | "callback" | "retrySchedule" | "now" | "random" | "inSpan" | "log">;

interface Claimed {
  readonly reference: ChunkReference;
  readonly attempt: number;
  /** Absent when it was deleted. */
  readonly subscription: Subscription | undefined;
  /** Why it cannot be read, where that is so. */
  readonly unreadable?: Error;
}

/** One POST, or none to a subscription that is gone or cannot be read, and what it leads to. */
export async function attemptDelivery(
  event: StoredEvent,
  chunkId: string,
  { subscription, unreadable, ...planned }: Claimed,
  deps: PostDeps,
): Promise<AttemptRecord> {
  if (unreadable) return requeueAttempt(chunkId, planned, deps);
  if (!subscription)
    return { ...planned, endedAt: deps.now(), verdict: { outcome: "dropped", cause: "subscription-gone" } };
  const made = { ...planned, reference: { ...planned.reference, connection: subscription.connection } };
  const addressed = addressEvent(event, made.reference);
  const request = buildCallback(addressed, subscription.callbackUrl, deps.now(), deps.callback);
  const answer = await postTraced(request, { eventId: event.eventId, attempt: made.attempt }, deps);
  if (answer === "host-busy") return requeueAttempt(chunkId, made, deps);
  const tries = made.attempt - (made.reference.redrivenAfter ?? 0);
  const verdict = onlyTry(decideVerdict(answer, tries, deps.retrySchedule, deps.random()), subscription.health);
  const record = { ...made, endedAt: deps.now(), answer, verdict };
  logAttempt(event, record, deps.log);
  return record;
}

/** No attempt was made. */
function requeueAttempt(
  chunkId: string,
  planned: Omit<Claimed, "subscription">,
  { now, random }: PostDeps,
): AttemptRecord {
  const delaySeconds = requeueSeconds(chunkId, random());
  return { ...planned, attempt: planned.attempt - 1, endedAt: now(), verdict: { outcome: "waiting", delaySeconds } };
}

/** Where it went is in no span: the whole address of a callback is a secret. */
function postTraced(
  request: CallbackRequest,
  attributes: SpanAttributes,
  deps: PostDeps,
): Promise<ReceiverAnswer | "host-busy"> {
  return deps.inSpan({ name: "POST callback", kind: "client", attributes }, async (note) => {
    const answer = await deps.post(request);
    if (answer === "host-busy") note({ outcome: "no-turn" });
    else if (answer.status === undefined) note({}, answer.error);
    else note({ "http.response.status_code": answer.status }, answer.status >= 400 ? String(answer.status) : undefined);
    return answer;
  });
}
