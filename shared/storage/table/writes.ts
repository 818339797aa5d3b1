/** Writes of more than one try or more than one transaction, and the actions that they share. */
import { type Version } from "../../model/stored";
import { unavailable } from "../client/failures";
import { MAX_ACTIONS } from "./confirmWrites";
import { type Action, type StoredRow, type Table, type Values } from "./table";

/** Writes any number of actions, in transactions. An action that its row does not take is skipped. */
export async function writeFitting(table: Table, partition: string, actions: readonly Action[]): Promise<void> {
  for (let start = 0; start < actions.length; start += MAX_ACTIONS) {
    let left = actions.slice(start, start + MAX_ACTIONS);
    while (left.length > 0) {
      const result = await table.write(partition, left);
      left = result.written ? [] : left.filter((_, index) => index !== result.action);
    }
  }
}

type RowToRemove = Pick<StoredRow, "row"> & { readonly version?: Version };

/** Removes rows. One that is gone, or has another version than the given one, is skipped. */
export async function removeRows(table: Table, partition: string, rows: readonly RowToRemove[]): Promise<void> {
  await writeFitting(table, partition, rows.map(removal));
}

function removal({ row, version }: RowToRemove): Action {
  return version === undefined ? { kind: "remove", row } : { kind: "remove", row, version };
}

const MAX_TRIES = 5;

/**
 * Inserts a row; if there is one already, changes these columns of it, and so its version: nobody who read it before
 * can remove it by its version. Throws `storage-unavailable` when the row comes and goes again and again.
 */
export async function insertOrMerge(
  table: Table,
  partition: string,
  row: string,
  { values, columns }: { readonly values: Values; readonly columns: Values },
): Promise<void> {
  const either: readonly Action[] = [
    { kind: "insert", row, values: { ...values, ...columns } },
    { kind: "merge", row, values: columns },
  ];
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    for (const action of either) if ((await table.write(partition, [action])).written) return;
  }
  throw unavailable(table.name, new Error("the row is made and removed again and again"));
}

/** Inserts a row that was not there when it was read (no version), or replaces the version that was read. */
export function insertOrReplace(row: string, values: Values, version: Version | undefined): Action {
  return version === undefined ? { kind: "insert", row, values } : { kind: "replace", row, values, version };
}
