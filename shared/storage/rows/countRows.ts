import { afterRow } from "../table/afterRow";
import { type Condition, type RowRange, type Table } from "../table/table";

const PAGE_ROWS = 1_000;

interface Count {
  readonly partition: string;
  readonly range: RowRange;
  readonly where: readonly Condition[];
  /** One of the rows' columns: something must be read, and this is all. */
  readonly column: string;
}

/** However many there are. */
export async function countRows(table: Table, { partition, range, where, column }: Count): Promise<number> {
  const options = { top: PAGE_ROWS, where, select: [column] };
  let count = 0;
  let last: string | undefined;
  do {
    const rows = await table.list(partition, afterRow(range, last), options);
    count += rows.length;
    last = rows.length < PAGE_ROWS ? undefined : rows.at(-1)?.row;
  } while (last !== undefined);
  return count;
}
