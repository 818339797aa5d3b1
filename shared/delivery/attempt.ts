/**
 * One attempt: the POST of an event to one subscription, and the record of what came of it. Nothing is stored here; the
 * chunk of the delivery is claimed before (`deliverChunk.ts`) and recorded after (`attemptChunk.ts`).
 */
import { defined } from "../model/defined";
import { type ReceiverAnswer, type AttemptRecord, type ChunkReference } from "../model/delivery";
import { type StoredEvent } from "../model/event";
import { addSeconds, secondsSince } from "../model/instant";
import { type Log, type SpanAttributes } from "../model/log";
import { type Subscription, subscriptionHash } from "../model/subscription";
import { type CallbackRequest, buildCallback } from "./buildCallback";
import { requeueSeconds } from "./followUps";
import { type DeliveryPorts } from "./ports";
import { applyDormancy, decideVerdict } from "./retryPolicy";

export type PostDeps = Pick<DeliveryPorts, "post" | "callback" | "retrySchedule" | "now" | "random" | "inSpan" | "log">;

interface Claimed {
  readonly reference: ChunkReference;
  readonly attempt: number;
  /** Absent when it was deleted, or cannot be read. */
  readonly subscription: Subscription | undefined;
  /** The error, if the subscription cannot be read. */
  readonly unreadable?: Error;
}

/**
 * Makes the attempt and decides what follows. No POST is sent for a subscription that is gone: its delivery is dropped.
 * None is sent either for one that cannot be read, or whose host is busy: its delivery waits, and no attempt is
 * counted.
 */
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
  const verdict = applyDormancy(decideVerdict(answer, tries, deps.retrySchedule, deps.random()), subscription.health);
  const record = { ...made, endedAt: deps.now(), answer, verdict };
  logAttempt(event, record, deps.log);
  return record;
}

/** The record of an attempt that was not made: its number is given back, and the delivery waits for its next chunk. */
function requeueAttempt(
  chunkId: string,
  planned: Omit<Claimed, "subscription">,
  { now, random }: PostDeps,
): AttemptRecord {
  const delaySeconds = requeueSeconds(chunkId, random());
  return { ...planned, attempt: planned.attempt - 1, endedAt: now(), verdict: { outcome: "waiting", delaySeconds } };
}

/**
 * The event as this delivery's callback says it: a crossing names the subscription's threshold and the direction in
 * which it was crossed, and a redriven delivery is marked as a redelivery.
 */
export function addressEvent(event: StoredEvent, { subscription, redrivenAfter }: ChunkReference): StoredEvent {
  const marked = redrivenAfter === undefined ? event : { ...event, fields: { ...event.fields, redelivery: true } };
  const { threshold } = subscription;
  const { crossing, fields } = marked;
  if (!threshold || !crossing) return marked;
  const direction = crossing.current > crossing.previous ? "above" : "below";
  return { ...marked, fields: { ...fields, threshold: threshold.value, direction } };
}

/**
 * Posts within a span. The span has no address: a callback's URL is a secret. Spans and log lines say "no-turn" for
 * "host-busy", because dashboards and alerts of operators filter by that value.
 */
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

function logAttempt(
  { eventId, trigger, instanceId, detectedAt }: StoredEvent,
  { reference, attempt, endedAt, verdict, answer }: AttemptRecord,
  log: Log,
): void {
  const nextAttemptAt = verdict.outcome === "retrying" ? addSeconds(endedAt, verdict.delaySeconds) : undefined;
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
    ...defined({ nextAttemptAt }),
  });
}
