import { type AttemptRecord, type Chunk, type Recorded, type StoredChunk } from "../../model/delivery";
import { after, toInstant } from "../../model/instant";
import { chunkRow, deliveryRow } from "../keys/deliveryKeys";
import { escapeKey } from "../keys/escapeKey";
import { type Action, type Table } from "../table/table";
import { fromChunk } from "./chunkValues";
import { fromDelivery } from "./fromDelivery";

/**
 * One transaction: each delivery's record, the chunks that follow (of retries, and of dead letters to be stored), and what is left of
 * the claimed chunk, by its version: its other references under the same claim and lease, or its end. "lost" when somebody else has
 * claimed the chunk since, or ended it.
 */
export const recordAttempts =
  (deliveries: Table) =>
  async (claimed: StoredChunk, records: readonly AttemptRecord[], followers: readonly Chunk[]): Promise<Recorded> => {
    const { chunk } = claimed;
    const rest = withoutRecorded(chunk, records);
    const result = await deliveries.write(escapeKey(chunk.event.eventId), [
      keepRest(claimed, rest),
      ...records.map((record) => recordDelivery(record, chunk.chunkId)),
      ...followers.map((follower): Action => ({
        kind: "insert",
        row: chunkRow(follower.chunkId),
        values: fromChunk(follower),
      })),
    ]);
    if (!result.written) return { outcome: "lost" };
    if (rest.references.length === 0) return { outcome: "recorded" };
    return { outcome: "recorded", rest: { chunk: rest, version: result.versions[0] ?? "" } };
  };

function withoutRecorded(chunk: Chunk, records: readonly AttemptRecord[]): Chunk {
  const recorded = new Set(records.map(({ reference }) => reference.subscription.random));
  return { ...chunk, references: chunk.references.filter(({ subscription }) => !recorded.has(subscription.random)) };
}

/** With the claim's count and due time, so that a write whose answer was lost is not taken for ours after the next claim. */
function keepRest({ version }: StoredChunk, rest: Chunk): Action {
  const row = chunkRow(rest.chunkId);
  if (rest.references.length === 0) return { kind: "remove", row, version };
  const { references, claims, dueAt } = fromChunk(rest);
  return { kind: "merge", row, values: { references, claims, dueAt }, version };
}

function recordDelivery({ reference, attempt, endedAt, verdict, answer }: AttemptRecord, chunkId: string): Action {
  const values = fromDelivery(reference.subscription, {
    state: verdict.outcome,
    attempt,
    chunkId,
    connection: reference.connection,
    status: answer?.status,
    errorCode: answer?.errorCode,
    error: answer?.error,
    durationMs: answer?.durationMs,
    cause: "cause" in verdict ? verdict.cause : undefined,
    attemptedAt: verdict.outcome === "waiting" ? undefined : toInstant(endedAt),
    nextAttemptAt: "delaySeconds" in verdict ? after(endedAt, verdict.delaySeconds) : undefined,
  });
  return { kind: "upsert", row: deliveryRow(reference.subscription), values };
}
