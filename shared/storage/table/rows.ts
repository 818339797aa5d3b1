/**
 * Reading of rows as domain values: one row, a list, a page of a list, or their count. A row that does not match its
 * schema is reported and skipped where others can be read without it, and thrown where it was asked for alone.
 */
import { CodedError } from "../../model/errors";
import { type Page } from "../../model/stored";
import { redactCapability } from "../../model/subscription";
import {
  type Report,
  type Condition,
  type ListOptions,
  PAGE_ROWS,
  type RowRange,
  type StoredRow,
  type Table,
  afterRow,
} from "./table";

/** Converts a stored row to a domain value; undefined when the row does not match its schema. */
export type RowMapper<T> = (stored: StoredRow, partition: string) => T | undefined;

/** The row as a domain value; undefined when there is no such row. Throws `invalid-row`. */
export async function readRow<T>(
  table: Table,
  partition: string,
  row: string,
  toValue: RowMapper<T>,
): Promise<T | undefined> {
  const stored = await table.get(partition, row);
  if (!stored) return undefined;
  const value = toValue(stored, partition);
  if (value === undefined) throw invalidRow(table.name, partition, row);
  return value;
}

interface List {
  readonly table: Table;
  readonly partition: string;
  readonly report: Report;
  readonly range: RowRange;
  readonly options?: ListOptions;
}

/** All rows of a list as domain values, in the order of their keys. */
export async function listRows<T>(list: List, toValue: RowMapper<T>): Promise<readonly T[]> {
  const { table, partition, range, options } = list;
  return mapRows(await table.list(partition, range, options), toValue, list);
}

interface PageRequest {
  readonly top: number;
  /** The key of the last row of the page before, which may be gone by now. */
  readonly last?: string | undefined;
}

/**
 * One page of a list. Its cursor is the key of its last row, absent on the last page. A row that stays unchanged is in
 * exactly one page, whatever is inserted or removed around it.
 */
export async function listPage<T>(
  { table, partition, range, where = [], report }: Omit<List, "options"> & { readonly where?: readonly Condition[] },
  { top, last }: PageRequest,
  toValue: RowMapper<T>,
): Promise<Page<T>> {
  const rows = await table.list(partition, afterRow(range, last), { top: top + 1, where });
  const shown = rows.slice(0, top);
  const items = mapRows(shown, toValue, { table, partition, report });
  const cursor = rows.length > top ? shown.at(-1)?.row : undefined;
  return cursor === undefined ? { items } : { items, cursor };
}

/** The rows as domain values. A row that does not match its schema is reported and skipped. */
export function mapRows<T>(
  rows: readonly StoredRow[],
  toValue: RowMapper<T>,
  { table, partition, report }: Pick<List, "table" | "partition" | "report">,
): readonly T[] {
  return rows.flatMap((stored) => {
    const value = toValue(stored, partition);
    if (value === undefined) report(invalidRow(table.name, partition, stored.row));
    return value === undefined ? [] : [value];
  });
}

/**
 * The error for a stored row that does not match its schema. It names table, partition and row, without capabilities.
 */
export function invalidRow(table: string, partition: string, row: string): CodedError {
  const target = [table, partition, redactCapability(row)].join("/");
  return new CodedError("invalid-row", `row ${target} cannot be read`, { target });
}

/**
 * The number of rows that fit. `column` is one that they have: a query must read something, and it reads this alone.
 */
export async function countRows(
  table: Table,
  partition: string,
  range: RowRange,
  { column, where }: Pick<ListOptions, "where"> & { readonly column: string },
): Promise<number> {
  let count = 0;
  for await (const rows of pagesOf(table, partition, range, { select: [column], ...(where && { where }) }))
    count += rows.length;
  return count;
}

/** All rows of a range in pages, each read when it is asked for. */
export async function* pagesOf(
  table: Table,
  partition: string,
  range: RowRange,
  options: Omit<ListOptions, "top">,
): AsyncGenerator<readonly StoredRow[]> {
  for (let rest: RowRange | undefined = range; rest !== undefined;) {
    const rows: readonly StoredRow[] = await table.list(partition, rest, { ...options, top: PAGE_ROWS });
    yield rows;
    rest = rows.length < PAGE_ROWS ? undefined : afterRow(range, rows.at(-1)?.row);
  }
}
