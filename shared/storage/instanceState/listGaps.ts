import { escapeKey } from "../keys/escapeKey";
import { prefixRange } from "../keys/prefixRange";
import { EVENT_PREFIX } from "../keys/stateKeys";
import { type Report, mapRows } from "../rows/mapRows";
import { type Table } from "../table/table";
import { GAP_KIND, type StoredGap, toGap } from "./gapRows";

/** The newest `top` gaps of an instance's history, newest first. */
export const listGaps =
  (instanceState: Table, report: Report) =>
  async (instanceId: string, top: number): Promise<readonly StoredGap[]> => {
    const partition = escapeKey(instanceId);
    const where = { property: "kind", equals: GAP_KIND };
    const rows = await instanceState.list(partition, prefixRange(EVENT_PREFIX), { where, top });
    return mapRows(rows, toGap, { table: instanceState.name, partition, report });
  };
