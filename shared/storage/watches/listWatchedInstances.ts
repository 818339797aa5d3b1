import { EVERY_ROW } from "../keys/everyRow";
import { type Report, mapRows } from "../rows/mapRows";
import { type Table } from "../table/table";
import { WATCH_PARTITION, toWatch } from "./watchRow";

export const listWatchedInstances = (watches: Table, report: Report) => async (): Promise<readonly string[]> => {
  const rows = await watches.list(WATCH_PARTITION, EVERY_ROW);
  const place = { table: watches.name, partition: WATCH_PARTITION, report };
  return mapRows(rows, toWatch, place).map(({ instanceId }) => instanceId);
};
