import { type Watch } from "../../model/subject";
import { escapeKey } from "../keys/escapeKey";
import { readRow } from "../rows/readRow";
import { type Table } from "../table/table";
import { WATCH_PARTITION, toWatch } from "./watchRow";

/** `watches`: the table of that name. */
export const loadWatch =
  (watches: Table) =>
  (instanceId: string): Promise<Watch | undefined> =>
    readRow(watches, WATCH_PARTITION, escapeKey(instanceId), toWatch);
