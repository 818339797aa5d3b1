import { type Match } from "../../delivery/isForSubscription";
import { type StoredEvent } from "../../model/event";
import { type Page } from "../../model/page";
import { ANY_RESOURCE, hashResource } from "../../subscriptions/hashResource";
import { escapeKey } from "../keys/escapeKey";
import { prefixRange } from "../keys/prefixRange";
import { resourcePrefix } from "../keys/subscriptionKeys";
import { type Report, mapRows } from "../rows/mapRows";
import { type StoredRow, type Table } from "../table/table";
import { formatCursor, parseCursor } from "./matchCursor";
import { toMatch } from "./toMatch";

const PAGE_ROWS = 1_000;

/**
 * The subscriptions to an event's trigger and resource, then those to any resource, as row-key ranges: never a scan. A page has
 * at most 1,000; a cursor is absent only on the last.
 */
export const matchSubscriptions =
  (subscriptions: Table, report: Report) =>
  async (event: StoredEvent, cursor: string | undefined): Promise<Page<Match>> => {
    const partition = escapeKey(event.instanceId);
    const prefixes = prefixesOf(event);
    const rows: StoredRow[] = [];
    let { range, after } = parseCursor(cursor);
    while (rows.length < PAGE_ROWS && range < prefixes.length) {
      const top = PAGE_ROWS - rows.length;
      const found = await listRange(subscriptions, partition, { prefix: prefixes[range] ?? "", after, top });
      rows.push(...found);
      const last = found.at(-1);
      const hasEnded = found.length < top;
      range = hasEnded ? range + 1 : range;
      after = hasEnded ? undefined : last?.row;
    }
    const place = { table: subscriptions.name, partition, report };
    const items = mapRows(rows, (stored) => toMatch(stored, event.instanceId), place);
    return range < prefixes.length ? { items, cursor: formatCursor({ range, after }) } : { items };
  };

function prefixesOf({ trigger, resource }: StoredEvent): readonly string[] {
  const hashes = new Set([hashResource(resource), ANY_RESOURCE]);
  return [...hashes].map((hash) => resourcePrefix(trigger, hash));
}

interface RangePart {
  readonly prefix: string;
  readonly after: string | undefined;
  readonly top: number;
}

/** No key is the beginning of another: whatever is added to one stands before the next. */
function listRange(table: Table, partition: string, { prefix, after, top }: RangePart): Promise<readonly StoredRow[]> {
  const { from, before } = prefixRange(prefix);
  const select = ["afterSequence", "untilSequence"];
  return table.list(partition, { from: after === undefined ? from : `${after}~`, before }, { top, select });
}
