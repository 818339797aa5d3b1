import { randomUUID } from "node:crypto";
import { type Chunk, type ChunkReference, type Claim } from "../../model/delivery";
import { type Instant, toInstant } from "../../model/instant";
import { type DeliveryTask } from "../../model/task";
import { chunkRow, deliveryRow } from "../keys/deliveryKeys";
import { escapeKey } from "../keys/escapeKey";
import { readRow } from "../rows/readRow";
import { type Action, type Table } from "../table/table";
import { fromChunk, toChunk } from "./chunkValues";
import { type DeliveryValues, fromDelivery } from "./fromDelivery";

const STALE: Claim = { outcome: "stale" };

/**
 * One transaction: the chunk's claim count and lease, and each delivery's attempt (invariant 6). Stale when the chunk has ended, was claimed since, or its lease still runs. The claim's random id makes a claim whose answer was
 * lost tell itself from another host's.
 */
export const claimChunk =
  (deliveries: Table, now: () => Date) =>
  async (task: DeliveryTask, leaseUntil: Instant): Promise<Claim> => {
    const partition = escapeKey(task.eventId);
    const row = chunkRow(task.chunkId);
    const stored = await readRow(deliveries, partition, row, toChunk);
    if (!stored || stored.chunk.claims !== task.claim - 1) return STALE;
    const at = toInstant(now());
    if (stored.leaseUntil !== undefined && stored.leaseUntil > at) return STALE;
    const { notBefore } = stored.chunk;
    if (notBefore !== undefined && notBefore > at) return { outcome: "early", chunk: stored.chunk, notBefore };
    const chunk = { ...stored.chunk, claims: task.claim, requeues: 0, dueAt: leaseUntil };
    const lease = { claimId: randomUUID(), leaseUntil };
    const result = await deliveries.write(partition, [
      { kind: "replace", row, values: { ...fromChunk(chunk), ...lease }, version: stored.version },
      ...chunk.references.map((reference) => claimDelivery(chunk, reference, lease)),
    ]);
    return result.written ? { outcome: "claimed", claimed: { chunk, version: result.versions[0] ?? "" } } : STALE;
  };

function claimDelivery(
  { chunkId, claims }: Chunk,
  reference: ChunkReference,
  lease: Pick<DeliveryValues, "claimId" | "leaseUntil">,
): Action {
  const attempt = reference.attemptsBefore + claims;
  const { subscription, connection } = reference;
  const values = fromDelivery(subscription, { state: "claimed", attempt, chunkId, connection, ...lease });
  return { kind: "upsert", row: deliveryRow(reference.subscription), values };
}
