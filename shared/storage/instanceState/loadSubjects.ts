import { type StoredSubject } from "../../model/subject";
import { escapeKey } from "../keys/escapeKey";
import { prefixRange } from "../keys/prefixRange";
import { SUBJECT_PREFIX } from "../keys/stateKeys";
import { type Report, mapRows } from "../rows/mapRows";
import { type Table } from "../table/table";
import { toSubject } from "./subjectRows";

export const loadSubjects =
  (instanceState: Table, report: Report) =>
  async (instanceId: string): Promise<readonly StoredSubject[]> => {
    const partition = escapeKey(instanceId);
    const rows = await instanceState.list(partition, prefixRange(SUBJECT_PREFIX));
    return mapRows(rows, toSubject, { table: instanceState.name, partition, report });
  };
