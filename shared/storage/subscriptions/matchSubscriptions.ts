import { type Match } from "../../delivery/isForSubscription";
import { type StoredEvent } from "../../model/event";
import { type Page } from "../../model/page";
import { escapeKey } from "../keys/escapeKey";
import { type Report, mapRows } from "../rows/mapRows";
import { type Table } from "../table/table";
import { listMatchingRows } from "./listMatchingRows";
import { MATCH_COLUMNS, toMatch } from "./toMatch";

/**
 * The subscriptions that an event may be for, suspended ones too: an event shows that they are not. Read as row-key ranges,
 * never a scan. A page has at most 1,000; a cursor is absent only on the last.
 */
export const matchSubscriptions =
  (subscriptions: Table, report: Report) =>
  async (event: StoredEvent, cursor: string | undefined): Promise<Page<Match>> => {
    const partition = escapeKey(event.instanceId);
    const { rows, cursor: next } = await listMatchingRows(subscriptions, event, { cursor, select: MATCH_COLUMNS });
    const place = { table: subscriptions.name, partition, report };
    const items = mapRows(rows, (stored) => toMatch(stored, event.instanceId), place);
    return next === undefined ? { items } : { items, cursor: next };
  };
