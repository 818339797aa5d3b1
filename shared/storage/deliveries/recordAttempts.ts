import { type AttemptRecord, type Chunk, type StoredChunk } from "../../model/delivery";
import { after, toInstant } from "../../model/instant";
import { chunkRow, deliveryRow } from "../keys/deliveryKeys";
import { escapeKey } from "../keys/escapeKey";
import { type Action, type Table } from "../table/table";
import { fromChunk } from "./chunkValues";
import { fromDelivery } from "./fromDelivery";

/**
 * One transaction: the end of the claimed chunk by its version, each delivery's record, and the chunks that follow: of retries, and of dead
 * letters to be stored. "lost" when
 * somebody else has claimed the chunk since, or ended it.
 */
export const recordAttempts =
  (deliveries: Table) =>
  async (
    { chunk, version }: StoredChunk,
    records: readonly AttemptRecord[],
    followers: readonly Chunk[],
  ): Promise<"recorded" | "lost"> => {
    const result = await deliveries.write(escapeKey(chunk.event.eventId), [
      { kind: "remove", row: chunkRow(chunk.chunkId), version },
      ...records.map((record) => recordDelivery(record, chunk.chunkId)),
      ...followers.map((follower): Action => ({
        kind: "insert",
        row: chunkRow(follower.chunkId),
        values: fromChunk(follower),
      })),
    ]);
    return result.written ? "recorded" : "lost";
  };

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
