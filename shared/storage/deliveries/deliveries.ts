import { defined } from "../../model/defined";
import { randomUUID } from "node:crypto";
import {
  type AttemptRecord,
  type Chunk,
  type ChunkPage,
  type ChunkReference,
  type Claim,
  type Recorded,
  type StoredChunk,
  type StoredPage,
} from "../../model/delivery";
import { type EventReference, toReference } from "../../model/event";
import { type Instant, addSeconds, toInstant } from "../../model/instant";
import { type DeliveryTask } from "../../model/task";
import { escapeKey, prefixRange } from "../table/keys";
import { type Report, invalidRow, mapRows, readRow } from "../table/rows";
import { type Action, type Table } from "../table/table";
import {
  CHUNK_PREFIX,
  type DeliveryValues,
  chunkRow,
  deliveryRow,
  fromChunk,
  fromDelivery,
  pageChunks,
  pageRow,
  toChunk,
} from "./deliveryRows";

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
    nextAttemptAt: "delaySeconds" in verdict ? addSeconds(endedAt, verdict.delaySeconds) : undefined,
  });
  return { kind: "upsert", row: deliveryRow(reference.subscription), values };
}

/**
 * The chunks of one page, in one transaction with a row that says so and where the next page begins; those that are planned as
 * claimed are under a lease of the caller until they are due. Where an earlier try has stored the page, gives that one, with
 * those of its chunks that have not ended: the page's row stays, so that chunks that ended are not stored, and delivered, again.
 */
export const storeChunks =
  (deliveries: Table, report: Report) =>
  async (event: EventReference, { page, chunks, cursor }: ChunkPage): Promise<StoredPage> => {
    const partition = escapeKey(event.eventId);
    const marker: Action = { kind: "insert", row: pageRow(page), values: { chunks: chunks.length, cursor } };
    const result = await deliveries.write(partition, [marker, ...chunks.map((chunk) => insertChunk(chunk))]);
    if (!result.written) return loadPage(deliveries, partition, page, report);
    const stored = chunks.map((chunk, index) => ({ chunk, version: result.versions[index + 1] ?? "" }));
    return { isOurs: true, chunks: stored, ...defined({ cursor }) };
  };

/** The claim's random id makes a write whose answer was lost tell itself from another host's. */
function insertChunk(chunk: Chunk): Action {
  const lease = chunk.claims > 0 ? { claimId: randomUUID(), leaseUntil: chunk.dueAt } : {};
  return { kind: "insert", row: chunkRow(chunk.chunkId), values: { ...fromChunk(chunk), ...lease } };
}

async function loadPage(deliveries: Table, partition: string, page: number, report: Report): Promise<StoredPage> {
  const rows = await deliveries.list(partition, prefixRange(pageChunks(page)));
  const stored = mapRows(rows, toChunk, { table: deliveries.name, partition, report });
  const cursor = (await deliveries.get(partition, pageRow(page)))?.values["cursor"];
  const chunks = stored.map(({ chunk, version }) => ({ chunk, version }));
  return typeof cursor === "string" ? { isOurs: false, chunks, cursor } : { isOurs: false, chunks };
}

/** Undefined when it has ended. Throws `invalid-row`. */
export const loadChunk =
  (deliveries: Table) =>
  async ({ eventId }: EventReference, chunkId: string): Promise<Chunk | undefined> =>
    (await readRow(deliveries, escapeKey(eventId), chunkRow(chunkId), toChunk))?.chunk;

/**
 * Those of an event that have not ended. Throws `invalid-row` when none of those can be read: that is not the same as none
 * being left, after which the event counts as delivered.
 */
export const listChunks =
  (deliveries: Table, report: Report) =>
  async ({ eventId }: EventReference): Promise<readonly StoredChunk[]> => {
    const partition = escapeKey(eventId);
    const rows = await deliveries.list(partition, prefixRange(CHUNK_PREFIX));
    const stored = mapRows(rows, toChunk, { table: deliveries.name, partition, report });
    const [first] = rows;
    if (first && stored.length === 0) throw invalidRow(deliveries.name, partition, first.row);
    return stored.map(({ chunk, version }) => ({ chunk, version }));
  };

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
