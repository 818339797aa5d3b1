import { type Pending } from "../../model/delivery";
import { toInstant } from "../../model/instant";
import { escapeKey } from "../keys/escapeKey";
import { prefixRange } from "../keys/prefixRange";
import { PENDING_PREFIX } from "../keys/stateKeys";
import { type Report, mapRows } from "../rows/mapRows";
import { type Table } from "../table/table";
import { toPending } from "./pendingRows";

/** Oldest first. */
export const listDuePending =
  (instanceState: Table, report: Report) =>
  async (instanceId: string, now: Date): Promise<readonly Pending[]> => {
    const partition = escapeKey(instanceId);
    const where = { property: "dueAt", atMost: toInstant(now) };
    const rows = await instanceState.list(partition, prefixRange(PENDING_PREFIX), { where });
    return mapRows(rows, toPending, { table: instanceState.name, partition, report });
  };
