import { type Chunk, type DeliveryStatus } from "../../model/delivery";
import { CodedError } from "../../model/errors";
import { type Page } from "../../model/page";
import { type Sealing } from "../subscriptions/subscriptionRows";
import { escapeKey, prefixRange } from "../table/keys";
import { type Report, listPage } from "../table/rows";
import { type Table } from "../table/table";
import { DELIVERY_PREFIX, chunkRow, deliveryRow, fromChunk, toDeliveryStatus } from "./deliveryRows";

interface DeliveryPage {
  readonly top: number;
  readonly cursor?: string;
}

interface ListDeps {
  readonly sealing: Sealing;
  readonly report: Report;
}

/**
 * An event's deliveries to one caller's subscriptions, or to everybody's: those whose first attempt has ended. A row's key holds a capability, so
 * the cursor is sealed. Undefined when the cursor is none that was given here.
 */
export const listDeliveries =
  (deliveries: Table, { sealing, report }: ListDeps) =>
  async (
    { eventId, connection }: { readonly eventId: string; readonly connection?: string },
    { top, cursor }: DeliveryPage,
  ): Promise<Page<DeliveryStatus> | undefined> => {
    const last = cursor === undefined ? "" : open(cursor, sealing);
    if (last === undefined) return undefined;
    const range = prefixRange(DELIVERY_PREFIX);
    const where = connection === undefined ? [] : [{ property: "connection", equals: connection }];
    const list = { table: deliveries, partition: escapeKey(eventId), range, where, report };
    const { items, cursor: next } = await listPage(list, { top, last: last || undefined }, toDeliveryStatus);
    return next === undefined ? { items } : { items, cursor: sealing.seal(next) };
  };

function open(cursor: string, { open: unseal }: Sealing): string | undefined {
  try {
    const row = unseal(cursor);
    return row.startsWith(DELIVERY_PREFIX) ? row : undefined;
  } catch (error) {
    if (error instanceof CodedError && error.code === "undecryptable") return undefined;
    throw error;
  }
}

/**
 * One transaction: a dead delivery becomes one to be redriven, and its chunk is stored. "revived" also when that was done
 * before: each death is redriven once, whoever asks how often. "gone" when the delivery was purged, or cannot be read.
 */
export const reviveDelivery =
  (deliveries: Table) =>
  async (chunk: Chunk): Promise<"revived" | "gone"> => {
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
  };
