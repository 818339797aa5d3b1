import { type LetterFilter } from "../../model/deadLetter";
import { escapeKey } from "../keys/escapeKey";
import { letterRange } from "../keys/letterKeys";
import { type Table } from "../table/table";
import { afterRow } from "../table/afterRow";
import { letterConditions } from "./letterConditions";

const PAGE_ROWS = 1_000;

/** Those that a redrive with this filter would take up, however many. */
export const countDeadLetters =
  (deadLetters: Table) =>
  async (filter: LetterFilter): Promise<number> => {
    const options = { top: PAGE_ROWS, where: letterConditions(filter, true), select: ["kind"] };
    let count = 0;
    let last: string | undefined;
    do {
      const range = afterRow(letterRange(filter), last);
      const rows = await deadLetters.list(escapeKey(filter.instanceId), range, options);
      count += rows.length;
      last = rows.length < PAGE_ROWS ? undefined : rows.at(-1)?.row;
    } while (last !== undefined);
    return count;
  };
