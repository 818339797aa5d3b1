/**
 * The work of a `DeliveryTask`: claim a chunk, load its subscriptions, attempt each delivery once, record. `lease.ts`
 * says what happens when a host dies on the way.
 */
import { type Chunk, type ChunkReference, type Claim } from "../model/delivery";
import { unlessUnreadable } from "../model/errors";
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

/**
 * `deliverChunk` for chunks of the slow lane, with a longer deadline and a connection limit of its own: slow receivers
 * delay only each other.
 */
export function deliverSlowChunk(task: DeliveryTask, deps: SlowDeliverDeps): Promise<void> {
  return deliverChunk(task, { ...deps, ...deps.slowLane });
}

/**
 * Attempts each delivery of a chunk once. What receivers do is recorded and never thrown; a failed delivery is queued
 * again, delayed. A subscription that cannot be read is our own fault: it is thrown once the other receivers have been
 * called.
 */
export async function deliverChunk(task: DeliveryTask, deps: DeliverDeps): Promise<void> {
  const startedAt = deps.now();
  const event = await deps.loadEvent(toReference(task));
  const attributes = { eventId: task.eventId, claim: task.claim };
  // The parent is the trace in which the event was found, however long ago: retries, requeues and redrives belong
  // there, too.
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
  // All loads come before the first POST: a load that fails must not leave POSTs behind that nobody records.
  const tries = await Promise.all(claimed.chunk.references.map((reference) => loadTry(reference, deps)));
  if (!isLeaseFresh(claimedAt, deps.now())) return skipChunk(task, { outcome: "late", chunk: claimed.chunk }, deps);
  await attemptChunk(event, { claimed, tries, ...describeDelay(task, startedAt) }, deps);
  for (const { unreadable } of tries) if (unreadable) throw unreadable;
}

/** A claim of ours whose lease was used up by slow storage. */
interface Late {
  readonly outcome: "late";
  readonly chunk: Chunk;
}

/**
 * Ends a task without an attempt. An early one is queued again for the rest of its delay, since a queue cannot hold a
 * task back for longer than seven days. A late one is queued for the end of its own lease. A stale one is dropped: its
 * chunk has ended, or another task has it.
 */
async function skipChunk(
  task: DeliveryTask,
  skipped: Exclude<Claim, { outcome: "claimed" }> | Late,
  deps: DeliverDeps,
): Promise<void> {
  const { eventId, chunkId, claim } = task;
  if (skipped.outcome === "early")
    await deps.queueDelivery(skipped.chunk, -secondsSince(skipped.notBefore, deps.now()));
  if (skipped.outcome === "late")
    await deps.queueDelivery(skipped.chunk, leaseLeftSeconds(skipped.chunk.dueAt, deps.now()));
  deps.log({ name: "chunk.delivered", eventId, chunkId: redactCapability(chunkId), claim, outcome: skipped.outcome });
}

function loadTry(reference: ChunkReference, deps: Pick<DeliveryPorts, "loadSubscription">): Promise<Try> {
  return unlessUnreadable(
    async (): Promise<Try> => ({ reference, subscription: await deps.loadSubscription(reference.subscription) }),
    (unreadable) => ({ reference, subscription: undefined, unreadable }),
  );
}
