import { type OldEvent } from "../../delivery/purge/purgeEvents";
import { type Instant } from "../../model/instant";
import { escapeKey } from "../keys/escapeKey";
import { prefixRange } from "../keys/prefixRange";
import { EVENT_PREFIX, eventRow } from "../keys/stateKeys";
import { type Report, mapRows } from "../rows/mapRows";
import { rowGuard } from "../rows/rowGuard";
import { COUNT, INSTANT, TEXT, rowSchema } from "../rows/rowSchema";
import { type StoredRow, type Table } from "../table/table";

const PAGE_ROWS = 1_000;

const isOldRow = rowGuard<OldEvent>(rowSchema({ sequence: COUNT, detectedAt: INSTANT }, { eventId: TEXT }));

/** Newest first; the store does the comparing. Gaps of the history are among them, without an id. */
export const listOldEvents =
  (instanceState: Table, report: Report) =>
  async (instanceId: string, until: Instant, below: number): Promise<readonly OldEvent[]> => {
    const partition = escapeKey(instanceId);
    const range = { from: eventRow(below - 1), before: prefixRange(EVENT_PREFIX).before };
    const where = { property: "detectedAt", atMost: until };
    const select = ["sequence", "eventId", "detectedAt"];
    const rows = await instanceState.list(partition, range, { where, select, top: PAGE_ROWS });
    return mapRows(rows, toOldEvent, { table: instanceState.name, partition, report });
  };

function toOldEvent({ values }: StoredRow): OldEvent | undefined {
  return isOldRow(values) ? values : undefined;
}
