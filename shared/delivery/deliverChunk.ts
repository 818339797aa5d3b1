import { type Answer, type AttemptRecord, type Chunk, type ChunkReference, type StoredChunk } from "../model/delivery";
import { type EventReference, type StoredEvent, toReference } from "../model/event";
import { type Instant, after } from "../model/instant";
import { type Log } from "../model/log";
import { type Subscription, type SubscriptionKey } from "../model/subscription";
import { type DeliveryTask } from "../model/task";
import { addressEvent } from "./addressEvent";
import { type CallbackRequest, type CallbackSettings, buildCallback } from "./buildCallback";
import { planDeadLetters } from "./deadLetters/planDeadLetters";
import { decideVerdict } from "./decideVerdict";
import { logAttempt } from "./logAttempt";
import { planRetry } from "./planChunks";
import { RECOVERY_SECONDS } from "./recovery";

export interface DeliverDeps {
  /**
   * One transaction: the chunk's claim count and lease, and each delivery's attempt. Undefined when the task is stale:
   * the chunk is gone, claimed before, or claimed by somebody else at the same time.
   */
  readonly claimChunk: (task: DeliveryTask, leaseUntil: Instant) => Promise<StoredChunk | undefined>;
  readonly loadEvent: (event: EventReference) => Promise<StoredEvent | undefined>;
  readonly loadSubscription: (key: SubscriptionKey) => Promise<Subscription | undefined>;
  /** Never throws for what the receiver does. */
  readonly post: (request: CallbackRequest) => Promise<Answer>;
  /** One transaction: each delivery's record, the chunks that follow, and the end of this one; "lost" when the lease was. */
  readonly recordAttempts: (
    claimed: StoredChunk,
    records: readonly AttemptRecord[],
    followers: readonly Chunk[],
  ) => Promise<"recorded" | "lost">;
  /** Stores the dead letters that such a chunk stands for, then ends it. */
  readonly storeDeadLetters: (awaiting: Chunk) => Promise<void>;
  readonly queueDelivery: (task: DeliveryTask, delaySeconds: number) => Promise<void>;
  readonly callback: CallbackSettings;
  readonly leaseSeconds: number;
  readonly now: () => Date;
  readonly random: () => number;
  readonly log: Log;
}

/** Tries each delivery of a chunk once. What the receivers do is recorded, never thrown; a failed delivery is queued again, delayed. */
export async function deliverChunk(task: DeliveryTask, deps: DeliverDeps): Promise<void> {
  const event = await deps.loadEvent(toReference(task));
  const claimed = event && (await deps.claimChunk(task, after(deps.now(), deps.leaseSeconds)));
  if (!claimed) {
    const { eventId, chunkId, claim } = task;
    return deps.log({ name: "chunk.delivered", eventId, chunkId, claim, outcome: "stale" });
  }
  const { references, claims } = claimed.chunk;
  // All loads before the first POST: a load that fails must not leave POSTs behind that nobody records.
  const tries = await Promise.all(references.map((reference) => loadTry(reference, claims, deps)));
  const records = await Promise.all(tries.map((each) => attempt(event, each, deps)));
  const retries = records.flatMap((record) => retryOf(record, claimed.chunk, deps.now()));
  const dead = planDeadLetters(claimed.chunk, records, after(deps.now(), RECOVERY_SECONDS));
  const outcome = await deps.recordAttempts(claimed, records, [...retries.map(({ chunk }) => chunk), ...dead]);
  if (outcome === "recorded") await queueRetries(retries, deps);
  if (outcome === "recorded") await Promise.all(dead.map((awaiting) => deps.storeDeadLetters(awaiting)));
  const { eventId, chunkId } = task;
  deps.log({ name: "chunk.delivered", eventId, chunkId, claim: claims, outcome, deliveries: records.length });
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

async function attempt(event: StoredEvent, { subscription, ...made }: Try, deps: DeliverDeps): Promise<AttemptRecord> {
  if (!subscription)
    return { ...made, endedAt: deps.now(), verdict: { outcome: "dropped", cause: "subscription-gone" } };
  const addressed = addressEvent(event, made.reference);
  const answer = await deps.post(buildCallback(addressed, subscription.callbackUrl, deps.now(), deps.callback));
  const verdict = decideVerdict(answer, made.attempt - (made.reference.redrivenAfter ?? 0), deps.random());
  const reference = { ...made.reference, connection: subscription.connection };
  const record = { ...made, reference, endedAt: deps.now(), answer, verdict };
  logAttempt(event, record, deps.log);
  return record;
}

interface Retry {
  readonly chunk: Chunk;
  readonly delaySeconds: number;
}

/** The delay began when the attempt ended; part of it is over when the slowest of the chunk has ended too. */
function retryOf(record: AttemptRecord, { event }: Chunk, now: Date): readonly Retry[] {
  const { reference, attempt: made, endedAt, verdict } = record;
  if (verdict.outcome !== "retrying") return [];
  const delaySeconds = Math.max(0, verdict.delaySeconds - (now.getTime() - endedAt.getTime()) / 1000);
  const next = { ...reference, attemptsBefore: made };
  return [{ chunk: planRetry(event, next, after(now, delaySeconds + RECOVERY_SECONDS)), delaySeconds }];
}

/** After the record, before the host deletes the old message: lost in between, the sweep queues them from their rows. */
async function queueRetries(retries: readonly Retry[], deps: DeliverDeps): Promise<void> {
  await Promise.all(
    retries.map(({ chunk, delaySeconds }) =>
      deps.queueDelivery({ ...chunk.event, chunkId: chunk.chunkId, claim: 1 }, delaySeconds),
    ),
  );
}
