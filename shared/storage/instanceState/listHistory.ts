import { type HistoryEntry } from "../../model/event";
import { type Page } from "../../model/page";
import { escapeKey } from "../keys/escapeKey";
import { prefixRange } from "../keys/prefixRange";
import { EVENT_PREFIX, eventRow, eventSequence } from "../keys/stateKeys";
import { listPage } from "../rows/listPage";
import { type Report } from "../rows/mapRows";
import { type StoredRow, type Table } from "../table/table";
import { toEvent } from "./eventRows";
import { toGap } from "./gapRows";

interface HistoryPage {
  readonly top: number;
  /** The sequence of the last entry of the page before. */
  readonly cursor?: string;
}

/** Newest first, gaps among the events. What is added later comes before the first page, so nothing is dropped or repeated. */
export const listHistory =
  (instanceState: Table, report: Report) =>
  async (instanceId: string, { top, cursor }: HistoryPage): Promise<Page<HistoryEntry>> => {
    const place = { table: instanceState, partition: escapeKey(instanceId), range: prefixRange(EVENT_PREFIX), report };
    const last = cursor === undefined ? undefined : eventRow(Number(cursor));
    const { items, cursor: next } = await listPage(place, { top, last }, toEntry);
    return next === undefined ? { items } : { items, cursor: String(eventSequence(next)) };
  };

function toEntry(stored: StoredRow): HistoryEntry | undefined {
  const gap = toGap(stored);
  if (gap) return { kind: "gap", gap };
  const event = toEvent(stored);
  return event && { kind: "event", event };
}
