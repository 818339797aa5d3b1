import { type Version } from "../../model/subject";
import { escapeKey } from "../keys/escapeKey";
import { LEDGER_ROW } from "../keys/stateKeys";
import { readRow } from "../rows/readRow";
import { rowGuard } from "../rows/rowGuard";
import { COUNT, rowSchema } from "../rows/rowSchema";
import { type StoredRow, type Table } from "../table/table";

/** The sequence of the newest event; 0 and no version when there has been none. */
export interface Ledger {
  readonly sequence: number;
  readonly version?: Version;
}

const isLedgerRow = rowGuard<{ readonly sequence: number }>(rowSchema({ sequence: COUNT }));

export async function loadLedger(instanceState: Table, instanceId: string): Promise<Ledger> {
  return (await readRow(instanceState, escapeKey(instanceId), LEDGER_ROW, toLedger)) ?? { sequence: 0 };
}

function toLedger({ values, version }: StoredRow): Ledger | undefined {
  return isLedgerRow(values) ? { sequence: values.sequence, version } : undefined;
}
