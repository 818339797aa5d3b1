import { type Chunk, type ChunkReference, type Claim } from "../model/delivery";
import { CodedError } from "../model/errors";
import { type StoredEvent, toReference } from "../model/event";
import { addSeconds, secondsSince } from "../model/instant";
import { redactCapability } from "../model/subscription";
import { type DeliveryTask, describeDelay } from "../model/task";
import { type AttemptDeps, type Try, attemptChunk } from "./attemptChunk";
import { isLeaseFresh, leaseLeftSeconds } from "./lease";
import { type DeliveryPorts } from "./ports";

export type DeliverDeps = AttemptDeps &
  Pick<DeliveryPorts, "claimChunk" | "loadEvent" | "loadSubscription" | "leaseSeconds">;

export type SlowDeliverDeps = DeliverDeps & Pick<DeliveryPorts, "slowLane">;

/** `deliverChunk` for chunks of the slow lane. */
export function deliverSlowChunk(task: DeliveryTask, deps: SlowDeliverDeps): Promise<void> {
  return deliverChunk(task, { ...deps, ...deps.slowLane });
}

/**
 * Tries each delivery of a chunk once. What the receivers do is recorded, never thrown; a failed delivery is queued again, delayed.
 * A subscription that cannot be read is our own fault: thrown, once the others are called.
 */
export async function deliverChunk(task: DeliveryTask, deps: DeliverDeps): Promise<void> {
  const startedAt = deps.now();
  const event = await deps.loadEvent(toReference(task));
  const attributes = { eventId: task.eventId, claim: task.claim };
  // As a part of the trace that the event was found in, whenever that was: redrives and what the sweep queued belong there, too.
  const span = { name: "deliverChunk", kind: "consumer", parent: event?.traceparent, startedAt, attributes } as const;
  await deps.inSpan(span, () => deliver(task, event, startedAt, deps));
}

async function deliver(
  task: DeliveryTask,
  event: StoredEvent | undefined,
  startedAt: Date,
  deps: DeliverDeps,
): Promise<void> {
  if (!event) return skipChunk(task, { outcome: "stale" }, deps);
  const claimedAt = deps.now();
  const claim = await deps.claimChunk(task, addSeconds(claimedAt, deps.leaseSeconds));
  if (claim.outcome !== "claimed") return skipChunk(task, claim, deps);
  const { claimed } = claim;
  // All loads before the first POST: a load that fails must not leave POSTs behind that nobody records.
  const tries = await Promise.all(claimed.chunk.references.map((reference) => loadTry(reference, deps)));
  if (!isLeaseFresh(claimedAt, deps.now())) return skipChunk(task, { outcome: "late", chunk: claimed.chunk }, deps);
  await attemptChunk(event, { claimed, tries, ...describeDelay(task, startedAt) }, deps);
  for (const { unreadable } of tries) if (unreadable) throw unreadable;
}

/** A slow store has used its lease up. */
interface Late {
  readonly outcome: "late";
  readonly chunk: Chunk;
}

/**
 * A queue cannot delay a task for longer than seven days: one that comes too early waits for the rest. One that is late waits
 * until its lease has ended.
 */
async function skipChunk(
  task: DeliveryTask,
  passed: Exclude<Claim, { outcome: "claimed" }> | Late,
  deps: DeliverDeps,
): Promise<void> {
  const { eventId, chunkId, claim } = task;
  if (passed.outcome === "early") await deps.queueDelivery(passed.chunk, -secondsSince(passed.notBefore, deps.now()));
  if (passed.outcome === "late")
    await deps.queueDelivery(passed.chunk, leaseLeftSeconds(passed.chunk.dueAt, deps.now()));
  deps.log({ name: "chunk.delivered", eventId, chunkId: redactCapability(chunkId), claim, outcome: passed.outcome });
}

async function loadTry(reference: ChunkReference, deps: Pick<DeliverDeps, "loadSubscription">): Promise<Try> {
  try {
    return { reference, subscription: await deps.loadSubscription(reference.subscription) };
  } catch (error) {
    if (!(error instanceof CodedError) || error.code === "storage-unavailable") throw error;
    return { reference, subscription: undefined, unreadable: error };
  }
}
