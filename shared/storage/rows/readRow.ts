import { type StoredRow, type Table } from "../table/table";
import { invalidRow } from "./invalidRow";

/** A stored row as a domain value; undefined when it is not as it should be. */
export type RowMapper<T> = (stored: StoredRow, partition: string) => T | undefined;

/** Undefined when the row is not there; throws `invalid-row` when it cannot be read. */
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
