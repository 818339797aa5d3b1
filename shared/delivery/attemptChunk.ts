import { type Attempted, type Chunk, type ChunkReference, type Recorded, type StoredChunk } from "../model/delivery";
import { type StoredEvent } from "../model/event";
import { addSeconds } from "../model/instant";
import { type Subscription, redactCapability } from "../model/subscription";
import { type PostDeps, attemptDelivery } from "./attempt";
import { type UpdateHealthDeps, updateHealth } from "./health";
import { RECOVERY_SECONDS } from "./lease";
import { type Retry, planDeadLetters, planRetries } from "./followUps";
import { type DeliveryPorts } from "./ports";

export type AttemptDeps = PostDeps &
  UpdateHealthDeps &
  Pick<DeliveryPorts, "recordAttempts" | "storeDeadLetters" | "queueDelivery" | "pause">;

export interface Try {
  readonly reference: ChunkReference;
  /** Absent when it was deleted. */
  readonly subscription: Subscription | undefined;
  /** Why it cannot be read, where that is so. */
  readonly unreadable?: Error;
}

interface ClaimedTries {
  readonly claimed: StoredChunk;
  readonly tries: readonly Try[];
  /** How late its task was; absent: it came by no queue. */
  readonly queueSeconds?: number;
}

/**
 * How long an answer may be known and not recorded while others of its chunk are awaited: what a host that is killed may
 * repeat. Most flows answer within half of it, so that their chunk is recorded once.
 * @internal
 */
export const RECORD_AFTER_MS = 750;

interface Progress {
  /** Undefined when the lease was lost, or all is recorded. */
  claimed: StoredChunk | undefined;
  outcome: Recorded["outcome"];
  hasFollowers: boolean;
  /** Ended, and not recorded yet. */
  ended: readonly Attempted[];
  readonly followUps: Promise<void>[];
}

/**
 * POSTs a claimed chunk to all at once and records what they answer: soon what ended soon, the rest when it has ended. True
 * when all has ended for good, and no chunk of it is left.
 */
export async function attemptChunk(
  event: StoredEvent,
  { claimed, tries, queueSeconds }: ClaimedTries,
  deps: AttemptDeps,
): Promise<boolean> {
  const { chunkId, claims, lane } = claimed.chunk;
  const progress: Progress = { claimed, outcome: "recorded", hasFollowers: false, ended: [], followUps: [] };
  const attempts = tries.map(async (each) => {
    const planned = { ...each, attempt: each.reference.attemptsBefore + claims };
    const record = await attemptDelivery(event, chunkId, planned, deps);
    progress.ended = [...progress.ended, { subscription: each.subscription, record }];
  });
  const allEnded = Promise.all(attempts).then(() => true);
  for (let isOver = false; !isOver;) {
    isOver = await Promise.race([allEnded, deps.pause(RECORD_AFTER_MS).then(() => false)]);
    // A recording that failed is tried again with the next; whether the last one did is what the task ends with.
    await recordEnded(event, progress, isOver, deps).catch((error: unknown) => {
      if (isOver) throw error;
    });
  }
  await Promise.all(progress.followUps);
  const { outcome, hasFollowers } = progress;
  const { eventId } = event;
  const late = queueSeconds === undefined ? {} : { queueSeconds };
  deps.log({
    name: "chunk.delivered",
    eventId,
    chunkId: redactCapability(chunkId),
    lane,
    claim: claims,
    outcome,
    deliveries: tries.length,
    ...late,
  });
  return outcome === "recorded" && !hasFollowers;
}

async function recordEnded(event: StoredEvent, progress: Progress, isOver: boolean, deps: AttemptDeps): Promise<void> {
  const { claimed, ended } = progress;
  // What found no turn is put back when all have ended: in one chunk, whose id it has to itself.
  const recording = isOver ? ended : ended.filter(({ record }) => record.verdict.outcome !== "waiting");
  if (!claimed || recording.length === 0) return;
  const records = recording.map(({ record }) => record);
  const retries = planRetries(claimed.chunk, recording, deps.now(), deps.slowAnswerMs);
  const dead = planDeadLetters(claimed.chunk, records, addSeconds(deps.now(), RECOVERY_SECONDS));
  const followers = [...retries.map(({ chunk }) => chunk), ...dead];
  const recorded = await deps.recordAttempts(claimed, records, followers);
  progress.ended = progress.ended.filter((each) => !recording.includes(each));
  progress.outcome = recorded.outcome;
  progress.claimed = recorded.outcome === "recorded" ? recorded.rest : undefined;
  if (recorded.outcome === "lost") return;
  progress.hasFollowers ||= followers.length > 0;
  const followUp = followUpOn({ event, recording, retries, dead }, deps);
  followUp.catch(() => undefined); // until it is awaited, with the others
  progress.followUps.push(followUp);
}

interface Recording {
  readonly event: StoredEvent;
  readonly recording: readonly Attempted[];
  readonly retries: readonly Retry[];
  readonly dead: readonly Chunk[];
}

/** After the record, before the host deletes the old message: lost in between, the sweep takes it up from the rows. */
async function followUpOn({ event, recording, retries, dead }: Recording, deps: AttemptDeps): Promise<void> {
  await Promise.all(retries.map(({ chunk, delaySeconds }) => deps.queueDelivery(chunk, delaySeconds)));
  await updateHealth(event.instanceId, recording, deps);
  await Promise.all(dead.map((awaiting) => deps.storeDeadLetters(awaiting)));
}
