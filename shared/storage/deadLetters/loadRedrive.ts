import { type Redrive } from "../../model/deadLetter";
import { escapeKey } from "../keys/escapeKey";
import { readRow } from "../rows/readRow";
import { type Table } from "../table/table";
import { REDRIVE_PARTITION, toRedrive } from "./redriveValues";

export const loadRedrive =
  (deadLetters: Table) =>
  (redriveId: string): Promise<Redrive | undefined> =>
    readRow(deadLetters, REDRIVE_PARTITION, escapeKey(redriveId), toRedrive);
