import { type Match } from "../../delivery/isForSubscription";
import { type StoredEvent } from "../../model/event";
import { type Page } from "../../model/page";
import { escapeKey } from "../keys/escapeKey";
import { type Report, mapRows } from "../rows/mapRows";
import { type RowRange, type StoredRow, type Table } from "../table/table";
import { eventRanges } from "./eventRanges";
import { formatCursor, parseCursor } from "./matchCursor";
import { MATCH_COLUMNS, toMatch } from "./toMatch";

const PAGE_ROWS = 1_000;

/**
 * The subscriptions that an event may be for, suspended ones too: an event shows that they are not. Read as row-key ranges,
 * never a scan. A page has at most 1,000; a cursor is absent only on the last.
 */
export const matchSubscriptions =
  (subscriptions: Table, report: Report) =>
  async (event: StoredEvent, cursor: string | undefined): Promise<Page<Match>> => {
    const partition = escapeKey(event.instanceId);
    const ranges = eventRanges(event);
    const rows: StoredRow[] = [];
    let { range, after } = parseCursor(cursor);
    for (let within = ranges[range]; within && rows.length < PAGE_ROWS; within = ranges[range]) {
      const top = PAGE_ROWS - rows.length;
      const found = await subscriptions.list(partition, rest(within, after), { top, select: MATCH_COLUMNS });
      rows.push(...found);
      const last = found.at(-1);
      const hasEnded = found.length < top;
      range = hasEnded ? range + 1 : range;
      after = hasEnded ? undefined : last?.row;
    }
    const place = { table: subscriptions.name, partition, report };
    const items = mapRows(rows, (stored) => toMatch(stored, event.instanceId), place);
    return range < ranges.length ? { items, cursor: formatCursor({ range, after }) } : { items };
  };

/** No key is the beginning of another: whatever is added to one stands before the next. */
function rest({ from, before }: RowRange, after: string | undefined): RowRange {
  return { from: after === undefined ? from : `${after}~`, before };
}
