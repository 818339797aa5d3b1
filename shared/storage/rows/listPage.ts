import { type Page } from "../../model/page";
import { afterRow } from "../table/afterRow";
import { type Condition, type RowRange, type Table } from "../table/table";
import { type Report, mapRows } from "./mapRows";
import { type RowMapper } from "./readRow";

interface List {
  readonly table: Table;
  readonly partition: string;
  readonly range: RowRange;
  readonly where?: readonly Condition[];
  readonly report: Report;
}

interface PageWish {
  readonly top: number;
  /** The row key that the page before ended with; also of a row that is gone. */
  readonly last?: string | undefined;
}

/**
 * One page of a list; its cursor is the last row's key, absent on the last page. A row that stays unchanged comes exactly once,
 * whatever comes and goes around it.
 */
export async function listPage<T>(
  { table, partition, range, where = [], report }: List,
  { top, last }: PageWish,
  toValue: RowMapper<T>,
): Promise<Page<T>> {
  const rows = await table.list(partition, afterRow(range, last), { top: top + 1, where });
  const shown = rows.slice(0, top);
  const items = mapRows(shown, toValue, { table: table.name, partition, report });
  const cursor = rows.length > top ? shown.at(-1)?.row : undefined;
  return cursor === undefined ? { items } : { items, cursor };
}
