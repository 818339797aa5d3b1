import { type Poison, type PoisonFilter } from "../../model/deadLetter";
import { type Page } from "../../model/page";
import { letterRange } from "../keys/letterKeys";
import { listPage } from "../rows/listPage";
import { type Report } from "../rows/mapRows";
import { type Table } from "../table/table";
import { poisonConditions } from "./poisonConditions";
import { POISON_PARTITION, toPoison } from "./poisonValues";

interface PoisonPage {
  readonly top: number;
  readonly cursor?: string | undefined;
  /** Leaves out those that a redrive took up, and those that none can. */
  readonly onlyOpen?: boolean;
}

/** Newest first. */
export const listPoison =
  (deadLetters: Table, report: Report) =>
  (filter: PoisonFilter, { top, cursor, onlyOpen = false }: PoisonPage): Promise<Page<Poison>> => {
    const where = poisonConditions(filter, onlyOpen);
    const list = { table: deadLetters, partition: POISON_PARTITION, range: letterRange(filter), where, report };
    return listPage(list, { top, last: cursor }, toPoison);
  };
