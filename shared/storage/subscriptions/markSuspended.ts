import { type SuspendReason, type SuspensionScope } from "../../model/subscription";
import { escapeKey } from "../keys/escapeKey";
import { type Action, type RowRange, type StoredRow, type Table } from "../table/table";
import { writeFitting } from "../table/writeFitting";
import { scopeRanges } from "./scopeRanges";

const PAGE_ROWS = 1_000;

/** How a subscription's row says that it is suspended; a merge cannot take a column away, so empty stands for "not". */
type Mark = SuspendReason | "";

/** Sets the mark of the subscriptions in scope that have another, page by page. One that is removed meanwhile stays so. */
export async function markSuspended(
  subscriptions: Table,
  instanceId: string,
  scope: SuspensionScope,
  mark: Mark,
): Promise<void> {
  for (const range of scopeRanges(scope)) await markRange(subscriptions, escapeKey(instanceId), range, mark);
}

async function markRange(table: Table, partition: string, { from, before }: RowRange, suspended: Mark): Promise<void> {
  let after: string | undefined = from;
  while (after !== undefined) {
    const rows: readonly StoredRow[] = await table.list(
      partition,
      { from: after, before },
      { top: PAGE_ROWS, select: ["suspended"] },
    );
    const others = rows.filter(({ values }) => (values["suspended"] ?? "") !== suspended);
    const merges = others.map(({ row }): Action => ({ kind: "merge", row, values: { suspended } }));
    await writeFitting(table, partition, merges);
    after = rows.length < PAGE_ROWS ? undefined : `${rows.at(-1)?.row}~`;
  }
}
