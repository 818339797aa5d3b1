import { type Table } from "../table/table";
import { loadLedger } from "./loadLedger";

/** `instanceState`: the table of that name. */
export const loadLedgerEnd =
  (instanceState: Table) =>
  async (instanceId: string): Promise<number> =>
    (await loadLedger(instanceState, instanceId)).sequence;
