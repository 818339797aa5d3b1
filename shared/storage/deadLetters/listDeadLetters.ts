import { type DeadLetter, type LetterFilter } from "../../model/deadLetter";
import { type Page } from "../../model/page";
import { escapeKey } from "../keys/escapeKey";
import { letterRange } from "../keys/letterKeys";
import { type Report, mapRows } from "../rows/mapRows";
import { type Table } from "../table/table";
import { afterRow } from "../table/afterRow";
import { letterConditions } from "./letterConditions";
import { toLetter } from "./letterValues";

interface LetterPage {
  readonly top: number;
  readonly cursor?: string | undefined;
  /** Leaves out those that a redrive took up. */
  readonly onlyOpen?: boolean;
}

/** Newest first. The cursor is the last row that was seen: what stays as it is comes exactly once, whatever is added or removed. */
export const listDeadLetters =
  (deadLetters: Table, report: Report) =>
  async (filter: LetterFilter, { top, cursor, onlyOpen = false }: LetterPage): Promise<Page<DeadLetter>> => {
    const partition = escapeKey(filter.instanceId);
    const range = afterRow(letterRange(filter), cursor);
    const where = letterConditions(filter, onlyOpen);
    const rows = await deadLetters.list(partition, range, { top: top + 1, where });
    const shown = rows.slice(0, top);
    const items = mapRows(shown, toLetter, { table: deadLetters.name, partition, report });
    const last = rows.length > top ? shown.at(-1)?.row : undefined;
    return last === undefined ? { items } : { items, cursor: last };
  };
