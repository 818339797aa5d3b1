import { type Chunk } from "../../model/delivery";
import { type EventReference } from "../../model/event";
import { chunkRow, pageChunks, pageRow } from "../keys/deliveryKeys";
import { escapeKey } from "../keys/escapeKey";
import { prefixRange } from "../keys/prefixRange";
import { type Report, mapRows } from "../rows/mapRows";
import { type Action, type Table } from "../table/table";
import { fromChunk, toChunk } from "./chunkValues";

/**
 * The chunks of one page, in one transaction with a row that says so. Where an earlier try has stored them, gives those of
 * them that have not ended: the page's row stays, so that chunks that ended are not stored, and delivered, again.
 */
export const storeChunks =
  (deliveries: Table, report: Report) =>
  async (event: EventReference, page: number, chunks: readonly Chunk[]): Promise<readonly Chunk[]> => {
    const partition = escapeKey(event.eventId);
    const marker: Action = { kind: "insert", row: pageRow(page), values: { chunks: chunks.length } };
    const inserts = chunks.map((chunk): Action => ({
      kind: "insert",
      row: chunkRow(chunk.chunkId),
      values: fromChunk(chunk),
    }));
    const result = await deliveries.write(partition, [marker, ...inserts]);
    if (result.written) return chunks;
    const rows = await deliveries.list(partition, prefixRange(pageChunks(page)));
    const stored = mapRows(rows, toChunk, { table: deliveries.name, partition, report });
    return stored.map(({ chunk }) => chunk);
  };
