import { randomUUID } from "node:crypto";
import { type Chunk, type ChunkReference, type Claim, type StoredChunk } from "../../model/delivery";
import { toReference } from "../../model/event";
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
 * One transaction: the chunk's claim count and lease, and each delivery's attempt (invariant 6). Stale when the chunk has
 * ended, was claimed since, or its lease still runs. A first claim by a task that carries the chunk reads nothing, unless the
 * row has moved since.
 */
export const claimChunk =
  (deliveries: Table, now: () => Date) =>
  async (task: DeliveryTask, leaseUntil: Instant): Promise<Claim> => {
    const carried = carriedChunk(task, leaseUntil);
    const claimed = carried && (await claim(deliveries, carried, leaseUntil));
    if (claimed) return claimed;
    const stored = await readRow(deliveries, escapeKey(task.eventId), chunkRow(task.chunkId), toChunk);
    if (!stored || stored.chunk.claims !== task.claim - 1) return STALE;
    const at = toInstant(now());
    if (stored.leaseUntil !== undefined && stored.leaseUntil > at) return STALE;
    const { notBefore } = stored.chunk;
    if (notBefore !== undefined && notBefore > at) return { outcome: "early", chunk: stored.chunk, notBefore };
    return (await claim(deliveries, stored, leaseUntil)) ?? STALE;
  };

/** Only what was never claimed has no lease that a task would have to know of. */
function carriedChunk(task: DeliveryTask, leaseUntil: Instant): StoredChunk | undefined {
  const { chunkId, stored } = task;
  if (!stored || task.claim !== 1) return undefined;
  const { version, ...carried } = stored;
  const chunk = { event: toReference(task), chunkId, ...carried, claims: 0, dueAt: leaseUntil, requeues: 0 };
  return { chunk, version };
}

/** The claim's random id makes a claim whose answer was lost tell itself from another host's. */
async function claim(table: Table, stored: StoredChunk, leaseUntil: Instant): Promise<Claim | undefined> {
  const chunk = { ...stored.chunk, claims: stored.chunk.claims + 1, requeues: 0, dueAt: leaseUntil };
  const lease = { claimId: randomUUID(), leaseUntil };
  const row = chunkRow(chunk.chunkId);
  const result = await table.write(escapeKey(chunk.event.eventId), [
    { kind: "replace", row, values: { ...fromChunk(chunk), ...lease }, version: stored.version },
    ...chunk.references.map((reference) => claimDelivery(chunk, reference, lease)),
  ]);
  if (!result.written) return undefined;
  return { outcome: "claimed", claimed: { chunk, version: result.versions[0] ?? "" } };
}

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
