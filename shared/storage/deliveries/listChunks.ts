import { type StoredChunk } from "../../model/delivery";
import { type EventReference } from "../../model/event";
import { CHUNK_PREFIX } from "../keys/deliveryKeys";
import { escapeKey } from "../keys/escapeKey";
import { prefixRange } from "../keys/prefixRange";
import { invalidRow } from "../rows/invalidRow";
import { type Report, mapRows } from "../rows/mapRows";
import { type Table } from "../table/table";
import { toChunk } from "./chunkValues";

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
