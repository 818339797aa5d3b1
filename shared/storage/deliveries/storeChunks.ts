import { type ChunkPage } from "../../model/delivery";
import { type EventReference } from "../../model/event";
import { chunkRow, pageChunks, pageRow } from "../keys/deliveryKeys";
import { escapeKey } from "../keys/escapeKey";
import { prefixRange } from "../keys/prefixRange";
import { type Report, mapRows } from "../rows/mapRows";
import { type Action, type Table } from "../table/table";
import { fromChunk, toChunk } from "./chunkValues";

/**
 * The chunks of one page, in one transaction with a row that says so and where the next page begins. Where an earlier try has
 * stored them, gives that page, with those of its chunks that have not ended: the page's row stays, so that chunks that ended
 * are not stored, and delivered, again.
 */
export const storeChunks =
  (deliveries: Table, report: Report) =>
  async (event: EventReference, planned: ChunkPage): Promise<ChunkPage> => {
    const { page, chunks, cursor } = planned;
    const partition = escapeKey(event.eventId);
    const marker: Action = { kind: "insert", row: pageRow(page), values: { chunks: chunks.length, cursor } };
    const inserts = chunks.map((chunk): Action => ({
      kind: "insert",
      row: chunkRow(chunk.chunkId),
      values: fromChunk(chunk),
    }));
    const result = await deliveries.write(partition, [marker, ...inserts]);
    return result.written ? planned : loadPage(deliveries, partition, page, report);
  };

async function loadPage(deliveries: Table, partition: string, page: number, report: Report): Promise<ChunkPage> {
  const rows = await deliveries.list(partition, prefixRange(pageChunks(page)));
  const stored = mapRows(rows, toChunk, { table: deliveries.name, partition, report });
  const cursor = (await deliveries.get(partition, pageRow(page)))?.values["cursor"];
  const chunks = stored.map(({ chunk }) => chunk);
  return typeof cursor === "string" ? { page, chunks, cursor } : { page, chunks };
}
