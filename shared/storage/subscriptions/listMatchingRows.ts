import { type StoredEvent } from "../../model/event";
import { escapeKey } from "../keys/escapeKey";
import { type ListOptions, type RowRange, type StoredRow, type Table } from "../table/table";
import { eventRanges } from "./eventRanges";
import { formatCursor, parseCursor } from "./matchCursor";

const PAGE_ROWS = 1_000;
/** Where there are fewer subscriptions than this from an event's first range to its last, one query finds all of its ranges. */
const FEW_ROWS = 128;

interface Asked extends Pick<ListOptions, "select"> {
  readonly cursor: string | undefined;
}

interface RowPage {
  readonly rows: readonly StoredRow[];
  /** Absent on the last. */
  readonly cursor?: string;
}

/** The rows of one page of an event's ranges, at most 1,000. */
export async function listMatchingRows(
  table: Table,
  event: StoredEvent,
  { cursor, ...options }: Asked,
): Promise<RowPage> {
  const partition = escapeKey(event.instanceId);
  const ranges = eventRanges(event);
  // What lies between the ranges of a step across thresholds are the thresholds that it does not cross: however many.
  const mayBeFew = cursor === undefined && event.crossing === undefined;
  const few = mayBeFew ? await listFew(table, partition, ranges, options) : undefined;
  if (few) return { rows: few };
  const rows: StoredRow[] = [];
  let { range, after } = parseCursor(cursor);
  for (let within = ranges[range]; within && rows.length < PAGE_ROWS; within = ranges[range]) {
    const top = PAGE_ROWS - rows.length;
    const found = await table.list(partition, rest(within, after), { ...options, top });
    rows.push(...found);
    const last = found.at(-1);
    const hasEnded = found.length < top;
    range = hasEnded ? range + 1 : range;
    after = hasEnded ? undefined : last?.row;
  }
  return range < ranges.length ? { rows, cursor: formatCursor({ range, after }) } : { rows };
}

/** Undefined when one query does not tell them all. What lies between the ranges is read and left out. */
async function listFew(
  table: Table,
  partition: string,
  ranges: readonly RowRange[],
  options: ListOptions,
): Promise<readonly StoredRow[] | undefined> {
  const [first, ...others] = ranges;
  if (!first || others.length === 0) return undefined;
  const from = ranges.map((each) => each.from).toSorted()[0] ?? first.from;
  const before =
    ranges
      .map((each) => each.before)
      .toSorted()
      .at(-1) ?? first.before;
  const found = await table.list(partition, { from, before }, { ...options, top: FEW_ROWS });
  if (found.length === FEW_ROWS) return undefined;
  return ranges.flatMap((range) => found.filter(({ row }) => row >= range.from && row < range.before));
}

/** No key is the beginning of another: whatever is added to one stands before the next. */
function rest({ from, before }: RowRange, after: string | undefined): RowRange {
  return { from: after === undefined ? from : `${after}~`, before };
}
