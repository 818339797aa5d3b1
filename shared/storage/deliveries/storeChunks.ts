import { randomUUID } from "node:crypto";
import { type Chunk, type ChunkPage, type StoredPage } from "../../model/delivery";
import { type EventReference } from "../../model/event";
import { chunkRow, pageChunks, pageRow } from "../keys/deliveryKeys";
import { escapeKey } from "../keys/escapeKey";
import { prefixRange } from "../keys/prefixRange";
import { type Report, mapRows } from "../rows/mapRows";
import { type Action, type Table } from "../table/table";
import { fromChunk, toChunk } from "./chunkValues";

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
    return { isOurs: true, chunks: stored, ...(cursor === undefined ? {} : { cursor }) };
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
