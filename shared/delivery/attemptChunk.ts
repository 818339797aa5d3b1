/**
 * The attempts of one claimed chunk, side by side, and their record. It is used on both ways to a delivery: by a task
 * of the queue (`deliverChunk.ts`) and in the process that has just found the event (`handOverEvent.ts`).
 */
import { defined } from "../model/defined";
import { type Attempted, type Chunk, type ChunkReference, type Recorded, type StoredChunk } from "../model/delivery";
import { type StoredEvent } from "../model/event";
import { addSeconds } from "../model/instant";
import { type Subscription, redactCapability } from "../model/subscription";
import { type PostDeps, attemptDelivery } from "./attempt";
import { type Retry, planDeadLetters, planRetries } from "./followUps";
import { type UpdateHealthDeps, updateHealth } from "./health";
import { RECOVERY_SECONDS } from "./lease";
import { type DeliveryPorts } from "./ports";

export type AttemptDeps = PostDeps &
  UpdateHealthDeps &
  Pick<DeliveryPorts, "recordAttempts" | "storeDeadLetters" | "queueDelivery" | "pause">;

/** A delivery of the chunk with the subscription that it is for. */
export interface Try {
  readonly reference: ChunkReference;
  /** Absent when it was deleted, or cannot be read. */
  readonly subscription: Subscription | undefined;
  /** The error, if the subscription cannot be read. */
  readonly unreadable?: Error;
}

interface ClaimedTries {
  readonly claimed: StoredChunk;
  readonly tries: readonly Try[];
  /** How late the chunk's task was; absent when it came by no queue. */
  readonly queueSeconds?: number;
}

/**
 * How long an answer may be known and not recorded while others of its chunk are awaited. It bounds what the death of a
 * host may repeat. Most flows answer within half of it, so that their chunk is recorded once.
 * @internal
 */
export const RECORD_AFTER_MS = 750;

interface Progress {
  /** Undefined when the lease was lost, or all is recorded. */
  claimed: StoredChunk | undefined;
  outcome: Recorded["outcome"];
  hasFollowUps: boolean;
  /** Attempts that have ended and are not recorded yet. */
  ended: readonly Attempted[];
  readonly running: Promise<void>[];
}

/**
 * POSTs to all receivers of a chunk at once and records their answers: every `RECORD_AFTER_MS` those that have come
 * since, and in the end the rest. Resolves to true when every delivery has ended for good and no chunk follows.
 *
 * The attempt number is what the deliveries had before this chunk, plus the chunk's claims: a claim whose host died
 * before its POST has used up a number (`lease.ts`).
 */
export async function attemptChunk(
  event: StoredEvent,
  { claimed, tries, queueSeconds }: ClaimedTries,
  deps: AttemptDeps,
): Promise<boolean> {
  const { chunkId, claims, lane } = claimed.chunk;
  const progress: Progress = { claimed, outcome: "recorded", hasFollowUps: false, ended: [], running: [] };
  const attempts = tries.map(async (each) => {
    const planned = { ...each, attempt: each.reference.attemptsBefore + claims };
    const record = await attemptDelivery(event, chunkId, planned, deps);
    progress.ended = [...progress.ended, { subscription: each.subscription, record }];
  });
  const allEnded = Promise.all(attempts).then(() => true);
  for (let isOver = false; !isOver;) {
    isOver = await Promise.race([allEnded, deps.pause(RECORD_AFTER_MS).then(() => false)]);
    // A record that failed is written again with the next one. Only the failure of the last is the task's own.
    await recordEnded(event, progress, isOver, deps).catch((error: unknown) => {
      if (isOver) throw error;
    });
  }
  await Promise.all(progress.running);
  const { outcome, hasFollowUps } = progress;
  deps.log({
    name: "chunk.delivered",
    eventId: event.eventId,
    chunkId: redactCapability(chunkId),
    lane,
    claim: claims,
    outcome,
    deliveries: tries.length,
    ...defined({ queueSeconds }),
  });
  return outcome === "recorded" && !hasFollowUps;
}

async function recordEnded(event: StoredEvent, progress: Progress, isOver: boolean, deps: AttemptDeps): Promise<void> {
  const { claimed, ended } = progress;
  // Deliveries that wait are requeued together in one chunk, whose id may be used once: so they are recorded last.
  const recording = isOver ? ended : ended.filter(({ record }) => record.verdict.outcome !== "waiting");
  if (!claimed || recording.length === 0) return;
  const records = recording.map(({ record }) => record);
  const retries = planRetries(claimed.chunk, recording, deps.now(), deps.slowAnswerMs);
  const dead = planDeadLetters(claimed.chunk, records, addSeconds(deps.now(), RECOVERY_SECONDS));
  const followUps = [...retries.map(({ chunk }) => chunk), ...dead];
  const recorded = await deps.recordAttempts(claimed, records, followUps);
  progress.ended = progress.ended.filter((each) => !recording.includes(each));
  progress.outcome = recorded.outcome;
  progress.claimed = recorded.outcome === "recorded" ? recorded.rest : undefined;
  if (recorded.outcome === "lost") return;
  progress.hasFollowUps ||= followUps.length > 0;
  const running = followUp({ event, recording, retries, dead }, deps);
  running.catch(() => undefined); // It is awaited with the others, when all attempts have ended.
  progress.running.push(running);
}

interface Recording {
  readonly event: StoredEvent;
  readonly recording: readonly Attempted[];
  readonly retries: readonly Retry[];
  readonly dead: readonly Chunk[];
}

/**
 * Queues the retries, updates health and stores dead letters, after the record and before the host deletes the task's
 * message. What is lost in between, the sweep takes up from the rows.
 */
async function followUp({ event, recording, retries, dead }: Recording, deps: AttemptDeps): Promise<void> {
  await Promise.all(retries.map(({ chunk, delaySeconds }) => deps.queueDelivery(chunk, delaySeconds)));
  await updateHealth(event.instanceId, recording, deps);
  await Promise.all(dead.map((awaiting) => deps.storeDeadLetters(awaiting)));
}
