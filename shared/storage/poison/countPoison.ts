import { type PoisonFilter } from "../../model/deadLetter";
import { letterRange } from "../keys/letterKeys";
import { countRows } from "../rows/countRows";
import { type Table } from "../table/table";
import { poisonConditions } from "./poisonConditions";
import { POISON_PARTITION } from "./poisonValues";

/** Those that a redrive with this filter would take up, however many. */
export const countPoison =
  (deadLetters: Table) =>
  (filter: PoisonFilter): Promise<number> =>
    countRows(deadLetters, {
      partition: POISON_PARTITION,
      range: letterRange(filter),
      where: poisonConditions(filter, true),
      column: "kind",
    });
