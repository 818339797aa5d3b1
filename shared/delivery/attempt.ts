import { type Answer, type AttemptRecord, type ChunkReference } from "../model/delivery";
import { type StoredEvent } from "../model/event";
import { type InSpan, type Log, type SpanAttributes } from "../model/log";
import { type Subscription } from "../model/subscription";
import { addressEvent } from "./addressEvent";
import { type CallbackRequest, type CallbackSettings, buildCallback } from "./buildCallback";
import { decideVerdict } from "./decideVerdict";
import { logAttempt } from "./logAttempt";
import { onlyTry } from "./onlyTry";
import { putBackSeconds } from "./planPutBacks";

export interface PostDeps {
  /** Never throws for what the receiver does; "no-turn" when nothing was sent because too much is on its way to its host. */
  readonly post: (request: CallbackRequest) => Promise<Answer | "no-turn">;
  readonly callback: CallbackSettings;
  /** Seconds before the second, third… attempt. */
  readonly retrySchedule: readonly number[];
  readonly now: () => Date;
  readonly random: () => number;
  readonly inSpan: InSpan;
  readonly log: Log;
}

interface Claimed {
  readonly reference: ChunkReference;
  readonly attempt: number;
  /** Absent when it was deleted. */
  readonly subscription: Subscription | undefined;
  /** Why it cannot be read, where that is so. */
  readonly unreadable?: Error;
}

/** One POST, or none to a subscription that is gone or cannot be read, and what it leads to. */
export async function attempt(
  event: StoredEvent,
  chunkId: string,
  { subscription, unreadable, ...planned }: Claimed,
  deps: PostDeps,
): Promise<AttemptRecord> {
  if (unreadable) return putBack(chunkId, planned, deps);
  if (!subscription)
    return { ...planned, endedAt: deps.now(), verdict: { outcome: "dropped", cause: "subscription-gone" } };
  const made = { ...planned, reference: { ...planned.reference, connection: subscription.connection } };
  const addressed = addressEvent(event, made.reference);
  const request = buildCallback(addressed, subscription.callbackUrl, deps.now(), deps.callback);
  const answer = await postTraced(request, { eventId: event.eventId, attempt: made.attempt }, deps);
  if (answer === "no-turn") return putBack(chunkId, made, deps);
  const tries = made.attempt - (made.reference.redrivenAfter ?? 0);
  const verdict = onlyTry(decideVerdict(answer, tries, deps.retrySchedule, deps.random()), subscription.health);
  const record = { ...made, endedAt: deps.now(), answer, verdict };
  logAttempt(event, record, deps.log);
  return record;
}

/** No attempt was made. */
function putBack(chunkId: string, planned: Omit<Claimed, "subscription">, { now, random }: PostDeps): AttemptRecord {
  const delaySeconds = putBackSeconds(chunkId, random());
  return { ...planned, attempt: planned.attempt - 1, endedAt: now(), verdict: { outcome: "waiting", delaySeconds } };
}

/** Where it went is in no span: the whole address of a callback is a secret. */
function postTraced(request: CallbackRequest, attributes: SpanAttributes, deps: PostDeps): Promise<Answer | "no-turn"> {
  return deps.inSpan({ name: "POST callback", kind: "client", attributes }, async (note) => {
    const answer = await deps.post(request);
    if (answer === "no-turn") note({ outcome: "no-turn" });
    else if (answer.status === undefined) note({}, answer.error);
    else note({ "http.response.status_code": answer.status }, answer.status >= 400 ? String(answer.status) : undefined);
    return answer;
  });
}
