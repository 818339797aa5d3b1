import { randomUUID } from "node:crypto";
import { type StoredChunk } from "../../model/delivery";
import { type Instant } from "../../model/instant";
import { chunkRow } from "../keys/deliveryKeys";
import { escapeKey } from "../keys/escapeKey";
import { type Table } from "../table/table";

/** Counts a requeue and sets when the sweep looks again, while the chunk's version is the given one. */
export const requeueChunk =
  (deliveries: Table) =>
  async ({ chunk, version }: StoredChunk, dueAt: Instant): Promise<"postponed" | "moved"> => {
    const values = { dueAt, requeues: chunk.requeues + 1, sweepId: randomUUID() };
    const result = await deliveries.write(escapeKey(chunk.event.eventId), [
      { kind: "merge", row: chunkRow(chunk.chunkId), values, version },
    ]);
    return result.written ? "postponed" : "moved";
  };
