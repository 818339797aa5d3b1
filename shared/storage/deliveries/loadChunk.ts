import { type Chunk } from "../../model/delivery";
import { type EventReference } from "../../model/event";
import { chunkRow } from "../keys/deliveryKeys";
import { escapeKey } from "../keys/escapeKey";
import { readRow } from "../rows/readRow";
import { type Table } from "../table/table";
import { toChunk } from "./chunkValues";

/** Undefined when it has ended. Throws `invalid-row`. */
export const loadChunk =
  (deliveries: Table) =>
  async ({ eventId }: EventReference, chunkId: string): Promise<Chunk | undefined> =>
    (await readRow(deliveries, escapeKey(eventId), chunkRow(chunkId), toChunk))?.chunk;
