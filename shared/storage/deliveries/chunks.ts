/**
 * Chunks in the table Deliveries: groups of deliveries of one event that are attempted together. This store keeps them
 * from the page of subscriptions that they were made of, over each claim, to the record of their attempts. A claim and
 * a record are one transaction each. What an attempt leads to is decided in `delivery`. The rows are in
 * deliveryRows.ts.
 */
import { randomUUID } from "node:crypto";
import { type DeliveryPorts } from "../../delivery/ports";
import { defined } from "../../model/defined";
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
import { invalidRow, mapRows, readRow } from "../table/rows";
import { type StoreDeps, type Action, type Table } from "../table/table";
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

type ChunkDeps = Pick<StoreDeps, "now" | "report">;

type ChunkStore = Pick<
  DeliveryPorts,
  "claimChunk" | "recordAttempts" | "storeChunks" | "loadChunk" | "listChunks" | "requeueChunk"
>;

/** The store of chunks: stored page by page, claimed, and ended when their attempts are recorded. */
export function chunkStore(deliveries: Table, deps: ChunkDeps): ChunkStore {
  return {
    claimChunk: (task, leaseUntil) => claimChunk(deliveries, task, leaseUntil, deps),

    recordAttempts: (claimed, records, followers) => recordAttempts(deliveries, claimed, records, followers),

    storeChunks: (event, page) => storeChunks(deliveries, event, page, deps),

    /** Undefined when the chunk has ended. Throws `invalid-row`. */
    loadChunk: async ({ eventId }, chunkId) =>
      (await readRow(deliveries, escapeKey(eventId), chunkRow(chunkId), toChunk))?.chunk,

    /**
     * The chunks of an event that have not ended. Throws `invalid-row` when there are some and none can be read: no
     * chunk would mean that the event is delivered.
     */
    listChunks: async ({ eventId }) => {
      const partition = escapeKey(eventId);
      const rows = await deliveries.list(partition, prefixRange(CHUNK_PREFIX));
      const stored = mapRows(rows, toChunk, { table: deliveries, partition, report: deps.report });
      const [first] = rows;
      if (first && stored.length === 0) throw invalidRow(deliveries.name, partition, first.row);
      return stored.map(({ chunk, version }) => ({ chunk, version }));
    },

    /** Counts a requeue and sets when the sweep looks again, while the chunk has the given version. */
    requeueChunk: async ({ chunk, version }, dueAt) => {
      const values = { dueAt, requeues: chunk.requeues + 1, sweepId: randomUUID() };
      const result = await deliveries.write(escapeKey(chunk.event.eventId), [
        { kind: "merge", row: chunkRow(chunk.chunkId), values, version },
      ]);
      return result.written ? "postponed" : "moved";
    },
  };
}

const STALE: Claim = { outcome: "stale" };

/**
 * One transaction writes the chunk's claim count and lease, and the attempt of each of its deliveries (invariant 6).
 * The claim is stale when the chunk has ended, was claimed since, or has a lease that still runs. A first claim by a
 * task that carries the chunk reads nothing, unless the row has changed since.
 */
async function claimChunk(
  deliveries: Table,
  task: DeliveryTask,
  leaseUntil: Instant,
  { now }: ChunkDeps,
): Promise<Claim> {
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
}

/** The chunk as the task carries it. A chunk that was claimed before may have a lease, which only its row says. */
function carriedChunk(task: DeliveryTask, leaseUntil: Instant): StoredChunk | undefined {
  const { chunkId, stored } = task;
  if (!stored || task.claim !== 1) return undefined;
  const { version, ...carried } = stored;
  const chunk = { event: toReference(task), chunkId, ...carried, claims: 0, dueAt: leaseUntil, requeues: 0 };
  return { chunk, version };
}

/** The random id keeps a claim whose answer was lost from being taken for another host's. */
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
 * One transaction writes the record of each delivery, the chunks that follow (retries, and dead letters to be stored),
 * and what is left of the claimed chunk, by its version: its other references under the same claim and lease, or its
 * end. The outcome is "lost" when another host has claimed or ended the chunk since.
 */
async function recordAttempts(
  deliveries: Table,
  claimed: StoredChunk,
  records: readonly AttemptRecord[],
  followers: readonly Chunk[],
): Promise<Recorded> {
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
}

function withoutRecorded(chunk: Chunk, records: readonly AttemptRecord[]): Chunk {
  const recorded = new Set(records.map(({ reference }) => reference.subscription.random));
  return { ...chunk, references: chunk.references.filter(({ subscription }) => !recorded.has(subscription.random)) };
}

/**
 * The claim's count and due time are written again, so that a lost write is not taken for ours after the next claim.
 */
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
 * One transaction writes the chunks of a page, and a row that says that they are stored and where the next page begins.
 * Chunks that are planned as claimed are under a lease of the caller until they are due. If an earlier try has stored
 * the page, that page is returned, with those of its chunks that have not ended. The page's row stays, so that chunks
 * that have ended are not stored, and delivered, again.
 */
async function storeChunks(
  deliveries: Table,
  event: EventReference,
  { page, chunks, cursor }: ChunkPage,
  { report }: ChunkDeps,
): Promise<StoredPage> {
  const partition = escapeKey(event.eventId);
  const marker: Action = { kind: "insert", row: pageRow(page), values: { chunks: chunks.length, cursor } };
  const result = await deliveries.write(partition, [marker, ...chunks.map((chunk) => insertChunk(chunk))]);
  if (!result.written) return loadPage(deliveries, partition, page, report);
  const stored = chunks.map((chunk, index) => ({ chunk, version: result.versions[index + 1] ?? "" }));
  return { isOurs: true, chunks: stored, ...defined({ cursor }) };
}

/** The random id keeps a write whose answer was lost from being taken for another host's. */
function insertChunk(chunk: Chunk): Action {
  const lease = chunk.claims > 0 ? { claimId: randomUUID(), leaseUntil: chunk.dueAt } : {};
  return { kind: "insert", row: chunkRow(chunk.chunkId), values: { ...fromChunk(chunk), ...lease } };
}

async function loadPage(
  deliveries: Table,
  partition: string,
  page: number,
  report: StoreDeps["report"],
): Promise<StoredPage> {
  const rows = await deliveries.list(partition, prefixRange(pageChunks(page)));
  const stored = mapRows(rows, toChunk, { table: deliveries, partition, report });
  const cursor = (await deliveries.get(partition, pageRow(page)))?.values["cursor"];
  const chunks = stored.map(({ chunk, version }) => ({ chunk, version }));
  return typeof cursor === "string" ? { isOurs: false, chunks, cursor } : { isOurs: false, chunks };
}
