import { type IndexEntry, type IndexPage } from "../../delivery/purge/purgeCallbacks";
import { EVERY_ROW } from "../keys/everyRow";
import { prefixRange } from "../keys/prefixRange";
import { type Report, mapRows } from "../rows/mapRows";
import { toEntry } from "../subscriptions/callbackEntries";
import { type StoredRow, type Table } from "../table/table";
import { CALLBACK_PREFIX, INDEX_PREFIXES, indexPrefixOf } from "./indexPartitions";

const PAGE_ROWS = 100;
/** Stands before every character of a key, so that places are in the order of their rows. */
const SEPARATOR = " ";

/** The next entries of the index that a place lies in, or the first of the next index. A place: partition and row. */
export const nextIndexPage = (subscriptions: Table, report: Report) => {
  const load = async (index: string, from: string): Promise<IndexPage | undefined> => {
    const rows = await subscriptions.list(index, { ...EVERY_ROW, from }, { top: PAGE_ROWS });
    const last = rows.at(-1);
    const entries = mapRows(rows, toIndexEntry, { table: subscriptions.name, partition: index, report });
    const isOfCallback = indexPrefixOf(index) === CALLBACK_PREFIX;
    return last && { place: index + SEPARATOR + last.row, index, entries, isOfCallback };
  };
  return async (after: string): Promise<IndexPage | undefined> => {
    const [index = "", row] = after.split(SEPARATOR);
    const rest = row === undefined ? undefined : await load(index, `${row}~`);
    if (rest) return rest;
    const next = await nextIndex(subscriptions, index);
    return next === undefined ? undefined : load(next, EVERY_ROW.from);
  };
};

/** Indexes stand among the partitions of instances. */
async function nextIndex(subscriptions: Table, after: string): Promise<string | undefined> {
  for (const prefix of INDEX_PREFIXES) {
    const { from, before } = prefixRange(prefix);
    const next = after < before ? await subscriptions.nextPartition(after > from ? after : from) : undefined;
    if (next !== undefined && indexPrefixOf(next) === prefix) return next;
  }
  return undefined;
}

function toIndexEntry(stored: StoredRow): IndexEntry | undefined {
  const entry = toEntry(stored);
  return entry && { row: stored.row, ...entry };
}
