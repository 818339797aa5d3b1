import { type AttemptRecord } from "../model/delivery";
import { type StoredEvent } from "../model/event";
import { after, secondsSince } from "../model/instant";
import { type Log } from "../model/log";
import { subscriptionHash } from "../model/subscription";

export function logAttempt(
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
    ...(verdict.outcome === "retrying" ? { nextAttemptAt: after(endedAt, verdict.delaySeconds) } : {}),
  });
}
