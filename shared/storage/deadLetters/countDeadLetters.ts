import { type LetterFilter } from "../../model/deadLetter";
import { escapeKey } from "../keys/escapeKey";
import { letterRange } from "../keys/letterKeys";
import { countRows } from "../rows/countRows";
import { type Table } from "../table/table";
import { letterConditions } from "./letterConditions";

/** Those that a redrive with this filter would take up, however many. */
export const countDeadLetters =
  (deadLetters: Table) =>
  (filter: LetterFilter): Promise<number> =>
    countRows(deadLetters, {
      partition: escapeKey(filter.instanceId),
      range: letterRange(filter),
      where: letterConditions(filter, true),
      column: "kind",
    });
