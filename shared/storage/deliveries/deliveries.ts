/**
 * Single deliveries in the table Deliveries: how each stands, for callers who ask, and its removal when its event is
 * old. The rows are written by chunks.ts, since deliveries change only with their chunk. This file changes one itself
 * when its dead letter is redriven.
 */
import { type DeliveryPorts } from "../../delivery/ports";
import { type PurgePorts } from "../../delivery/purge/ports";
import { type Chunk, type DeliveryStatus } from "../../model/delivery";
import { CodedError } from "../../model/errors";
import { type Page } from "../../model/stored";
import { EVERY_ROW, escapeKey, prefixRange } from "../table/keys";
import { listPage } from "../table/rows";
import { type Sealing, type StoreDeps, PAGE_ROWS, type Table } from "../table/table";
import { removeRows } from "../table/writes";
import { CHUNK_PREFIX, DELIVERY_PREFIX, chunkRow, deliveryRow, fromChunk, toDeliveryStatus } from "./deliveryRows";

interface DeliveryPage {
  readonly top: number;
  readonly cursor?: string;
}

interface DeliveryStore
  extends Pick<DeliveryPorts, "reviveDelivery">, Pick<PurgePorts, "listDeliveryTraces" | "removeDeliveryTraces"> {
  /**
   * The deliveries of an event whose first attempt has ended; with `connection`, those to its subscriptions. Undefined
   * when the cursor is invalid.
   */
  readonly listDeliveries: (
    event: { readonly eventId: string; readonly connection?: string },
    page: DeliveryPage,
  ) => Promise<Page<DeliveryStatus> | undefined>;
}

/** The store of deliveries: listed for callers, revived by a redrive, and purged. */
export function deliveryStore(
  deliveries: Table,
  { sealing, report }: Pick<StoreDeps, "sealing" | "report">,
): DeliveryStore {
  return {
    /** The cursor is sealed: it is the key of a row, which holds a capability. */
    listDeliveries: async ({ eventId, connection }, { top, cursor }) => {
      const last = cursor === undefined ? "" : openCursor(cursor, sealing);
      if (last === undefined) return undefined;
      const range = prefixRange(DELIVERY_PREFIX);
      const where = connection === undefined ? [] : [{ property: "connection", equals: connection }];
      const list = { table: deliveries, partition: escapeKey(eventId), range, where, report };
      const { items, cursor: next } = await listPage(list, { top, last: last || undefined }, toDeliveryStatus);
      return next === undefined ? { items } : { items, cursor: sealing.seal(next) };
    },

    reviveDelivery: (chunk) => reviveDelivery(deliveries, chunk),

    /** The first rows of an event: chunks, deliveries and pages, in this order. Only their keys are read. */
    listDeliveryTraces: async (eventId) => {
      const rows = await deliveries.list(escapeKey(eventId), EVERY_ROW, { top: PAGE_ROWS, select: ["state"] });
      return rows.map(({ row, version }) => ({ row, version, isChunk: row.startsWith(CHUNK_PREFIX) }));
    },

    /** Removes these rows; one that has changed since is skipped. */
    removeDeliveryTraces: (eventId, traces) => removeRows(deliveries, escapeKey(eventId), traces),
  };
}

function openCursor(cursor: string, { open }: Sealing): string | undefined {
  try {
    const row = open(cursor);
    return row.startsWith(DELIVERY_PREFIX) ? row : undefined;
  } catch (error) {
    if (error instanceof CodedError && error.code === "undecryptable") return undefined;
    throw error;
  }
}

/**
 * One transaction marks a dead delivery as redriving and stores its chunk. The result is "revived" also when that was
 * done before: each death is redriven once, however often that is asked for. It is "gone" when the delivery was purged
 * or cannot be read.
 */
async function reviveDelivery(deliveries: Table, chunk: Chunk): Promise<"revived" | "gone"> {
  const partition = escapeKey(chunk.event.eventId);
  const [reference] = chunk.references;
  const row = reference && deliveryRow(reference.subscription);
  const stored = row && (await deliveries.get(partition, row));
  const status = stored && toDeliveryStatus(stored);
  if (!status) return "gone";
  if (status.state === "dead" && status.attempts === reference?.attemptsBefore) {
    const result = await deliveries.write(partition, [
      { kind: "merge", row, values: { state: "redriving", chunkId: chunk.chunkId }, version: stored.version },
      { kind: "insert", row: chunkRow(chunk.chunkId), values: fromChunk(chunk) },
    ]);
    if (!result.written && result.found === "missing") return "gone";
  }
  return "revived";
}
