import {
  type Answer,
  type AttemptRecord,
  type Chunk,
  type ChunkReference,
  type Claim,
  type StoredChunk,
} from "../model/delivery";
import { type EventReference, type StoredEvent, toReference } from "../model/event";
import { type Instant, after, secondsSince } from "../model/instant";
import { type Subscription, type SubscriptionKey } from "../model/subscription";
import { type DeliveryTask } from "../model/task";
import { addressEvent } from "./addressEvent";
import { type CallbackRequest, type CallbackSettings, buildCallback } from "./buildCallback";
import { planDeadLetters } from "./deadLetters/planDeadLetters";
import { decideVerdict } from "./decideVerdict";
import { LEASE_MARGIN_SECONDS } from "./leaseMargin";
import { logAttempt } from "./logAttempt";
import { onlyTry } from "./onlyTry";
import { putBackSeconds } from "./planPutBacks";
import { type Retry, planRetries } from "./planRetries";
import { RECOVERY_SECONDS } from "./recovery";
import { type HealthDeps, updateHealth } from "./updateHealth";

export interface DeliverDeps extends HealthDeps {
  /**
   * One transaction: the chunk's claim count and lease, and each delivery's attempt. Stale when the chunk is gone, claimed
   * before, or claimed by somebody else at the same time.
   */
  readonly claimChunk: (task: DeliveryTask, leaseUntil: Instant) => Promise<Claim>;
  readonly loadEvent: (event: EventReference) => Promise<StoredEvent | undefined>;
  readonly loadSubscription: (key: SubscriptionKey) => Promise<Subscription | undefined>;
  /** Never throws for what the receiver does; "no-turn" when nothing was sent because too much is on its way to its host. */
  readonly post: (request: CallbackRequest) => Promise<Answer | "no-turn">;
  /** One transaction: each delivery's record, the chunks that follow, and the end of this one; "lost" when the lease was. */
  readonly recordAttempts: (
    claimed: StoredChunk,
    records: readonly AttemptRecord[],
    followers: readonly Chunk[],
  ) => Promise<"recorded" | "lost">;
  /** Stores the dead letters that such a chunk stands for, then ends it. */
  readonly storeDeadLetters: (awaiting: Chunk) => Promise<void>;
  readonly queueDelivery: (chunk: Chunk, delaySeconds: number) => Promise<void>;
  readonly callback: CallbackSettings;
  readonly leaseSeconds: number;
  /** Seconds before the second, third… attempt. */
  readonly retrySchedule: readonly number[];
  readonly now: () => Date;
  readonly random: () => number;
}

/** Tries each delivery of a chunk once. What the receivers do is recorded, never thrown; a failed delivery is queued again, delayed. */
export async function deliverChunk(task: DeliveryTask, deps: DeliverDeps): Promise<void> {
  const event = await deps.loadEvent(toReference(task));
  if (!event) return passOver(task, { outcome: "stale" }, deps);
  const claimedAt = deps.now();
  const claim = await deps.claimChunk(task, after(claimedAt, deps.leaseSeconds));
  if (claim.outcome !== "claimed") return passOver(task, claim, deps);
  const { claimed } = claim;
  const { references, claims } = claimed.chunk;
  // All loads before the first POST: a load that fails must not leave POSTs behind that nobody records.
  const tries = await Promise.all(references.map((reference) => loadTry(reference, claims, deps)));
  // A store that was slow has used the lease up: POSTs now could meet those of the next claim. The sweep takes the chunk up.
  if (deps.now().getTime() - claimedAt.getTime() > (LEASE_MARGIN_SECONDS / 2) * 1000)
    return passOver(task, { outcome: "late" }, deps);
  const attempted = await Promise.all(
    tries.map(async (each) => ({ ...each, record: await attempt(event, task.chunkId, each, deps) })),
  );
  const records = attempted.map(({ record }) => record);
  const retries = planRetries(claimed.chunk, attempted, deps.now(), deps.slowAnswerMs);
  const dead = planDeadLetters(claimed.chunk, records, after(deps.now(), RECOVERY_SECONDS));
  const outcome = await deps.recordAttempts(claimed, records, [...retries.map(({ chunk }) => chunk), ...dead]);
  if (outcome === "recorded") {
    await queueRetries(retries, deps);
    await updateHealth(event.instanceId, attempted, deps);
    await Promise.all(dead.map((awaiting) => deps.storeDeadLetters(awaiting)));
  }
  const { eventId, chunkId } = task;
  deps.log({ name: "chunk.delivered", eventId, chunkId, claim: claims, outcome, deliveries: records.length });
}

/** A queue cannot delay a task for longer than seven days: one that comes too early waits for the rest. */
async function passOver(
  task: DeliveryTask,
  passed: Exclude<Claim, { outcome: "claimed" }> | { readonly outcome: "late" },
  deps: DeliverDeps,
): Promise<void> {
  const { eventId, chunkId, claim } = task;
  if (passed.outcome === "early") await deps.queueDelivery(passed.chunk, -secondsSince(passed.notBefore, deps.now()));
  deps.log({ name: "chunk.delivered", eventId, chunkId, claim, outcome: passed.outcome });
}

interface Try {
  readonly reference: ChunkReference;
  readonly attempt: number;
  /** Absent when it was deleted. */
  readonly subscription: Subscription | undefined;
}

async function loadTry(reference: ChunkReference, claims: number, deps: DeliverDeps): Promise<Try> {
  const subscription = await deps.loadSubscription(reference.subscription);
  return { reference, attempt: reference.attemptsBefore + claims, subscription };
}

async function attempt(
  event: StoredEvent,
  chunkId: string,
  { subscription, ...planned }: Try,
  deps: DeliverDeps,
): Promise<AttemptRecord> {
  if (!subscription)
    return { ...planned, endedAt: deps.now(), verdict: { outcome: "dropped", cause: "subscription-gone" } };
  const made = { ...planned, reference: { ...planned.reference, connection: subscription.connection } };
  const addressed = addressEvent(event, made.reference);
  const answer = await deps.post(buildCallback(addressed, subscription.callbackUrl, deps.now(), deps.callback));
  if (answer === "no-turn") {
    const delaySeconds = putBackSeconds(chunkId, deps.random());
    return { ...made, attempt: made.attempt - 1, endedAt: deps.now(), verdict: { outcome: "waiting", delaySeconds } };
  }
  const tries = made.attempt - (made.reference.redrivenAfter ?? 0);
  const verdict = onlyTry(decideVerdict(answer, tries, deps.retrySchedule, deps.random()), subscription.health);
  const record = { ...made, endedAt: deps.now(), answer, verdict };
  logAttempt(event, record, deps.log);
  return record;
}

/** After the record, before the host deletes the old message: lost in between, the sweep queues them from their rows. */
async function queueRetries(retries: readonly Retry[], deps: DeliverDeps): Promise<void> {
  await Promise.all(retries.map(({ chunk, delaySeconds }) => deps.queueDelivery(chunk, delaySeconds)));
}
