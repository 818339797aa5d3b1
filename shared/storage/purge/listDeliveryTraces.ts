import { type DeliveryTrace } from "../../delivery/purge/purgeDeliveries";
import { CHUNK_PREFIX } from "../keys/deliveryKeys";
import { escapeKey } from "../keys/escapeKey";
import { EVERY_ROW } from "../keys/everyRow";
import { type Table } from "../table/table";

const PAGE_ROWS = 1_000;

/** The first rows of an event: its chunks, deliveries and pages, in this order. Only their keys are read. */
export const listDeliveryTraces =
  (deliveries: Table) =>
  async (eventId: string): Promise<readonly DeliveryTrace[]> => {
    const rows = await deliveries.list(escapeKey(eventId), EVERY_ROW, { top: PAGE_ROWS, select: ["state"] });
    return rows.map(({ row, version }) => ({ row, version, isChunk: row.startsWith(CHUNK_PREFIX) }));
  };
