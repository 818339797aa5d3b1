import { type Redrive } from "../../model/deadLetter";
import { toInstant } from "../../model/instant";
import { EVERY_ROW } from "../keys/everyRow";
import { type Report, mapRows } from "../rows/mapRows";
import { type Table } from "../table/table";
import { REDRIVE_PARTITION, toRedrive } from "./redriveValues";

export const listDueRedrives =
  (deadLetters: Table, report: Report) =>
  async (now: Date): Promise<readonly Redrive[]> => {
    const where = { property: "dueAt", atMost: toInstant(now) };
    const rows = await deadLetters.list(REDRIVE_PARTITION, EVERY_ROW, { where });
    return mapRows(rows, toRedrive, { table: deadLetters.name, partition: REDRIVE_PARTITION, report });
  };
