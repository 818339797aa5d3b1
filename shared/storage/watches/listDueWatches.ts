import { toInstant } from "../../model/instant";
import { type Watch } from "../../model/subject";
import { EVERY_ROW } from "../keys/everyRow";
import { type Report, mapRows } from "../rows/mapRows";
import { type Table } from "../table/table";
import { WATCH_PARTITION, toWatch } from "./watchRow";

export const listDueWatches =
  (watches: Table, report: Report) =>
  async (now: Date): Promise<readonly Watch[]> => {
    const where = { property: "nextPollAt", atMost: toInstant(now) };
    const rows = await watches.list(WATCH_PARTITION, EVERY_ROW, { where });
    return mapRows(rows, toWatch, { table: watches.name, partition: WATCH_PARTITION, report });
  };
