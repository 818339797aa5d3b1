import { type DeadLetter, type LetterFilter } from "../../model/deadLetter";
import { type Page } from "../../model/page";
import { escapeKey } from "../keys/escapeKey";
import { letterRange } from "../keys/letterKeys";
import { listPage } from "../rows/listPage";
import { type Report } from "../rows/mapRows";
import { type Table } from "../table/table";
import { letterConditions } from "./letterConditions";
import { toLetter } from "./letterValues";

interface LetterPage {
  readonly top: number;
  readonly cursor?: string | undefined;
  /** Leaves out those that a redrive took up. */
  readonly onlyOpen?: boolean;
}

/** Newest first. */
export const listDeadLetters =
  (deadLetters: Table, report: Report) =>
  (filter: LetterFilter, { top, cursor, onlyOpen = false }: LetterPage): Promise<Page<DeadLetter>> => {
    const partition = escapeKey(filter.instanceId);
    const where = letterConditions(filter, onlyOpen);
    const list = { table: deadLetters, partition, range: letterRange(filter), where, report };
    return listPage(list, { top, last: cursor }, toLetter);
  };
