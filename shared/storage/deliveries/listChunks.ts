import { type StoredChunk } from "../../model/delivery";
import { type EventReference } from "../../model/event";
import { CHUNK_PREFIX } from "../keys/deliveryKeys";
import { escapeKey } from "../keys/escapeKey";
import { prefixRange } from "../keys/prefixRange";
import { type Report, mapRows } from "../rows/mapRows";
import { type Table } from "../table/table";
import { toChunk } from "./chunkValues";

/** Those of an event that have not ended. */
export const listChunks =
  (deliveries: Table, report: Report) =>
  async ({ eventId }: EventReference): Promise<readonly StoredChunk[]> => {
    const partition = escapeKey(eventId);
    const rows = await deliveries.list(partition, prefixRange(CHUNK_PREFIX));
    const stored = mapRows(rows, toChunk, { table: deliveries.name, partition, report });
    return stored.map(({ chunk, version }) => ({ chunk, version }));
  };
