import { MOST_ACTIONS } from "./confirmWrites";
import { type Action, type Table } from "./table";

/** Writes any number of actions, in transactions; those whose row does not take them are passed over. */
export async function writeFitting(table: Table, partition: string, actions: readonly Action[]): Promise<void> {
  for (let start = 0; start < actions.length; start += MOST_ACTIONS) {
    let left = actions.slice(start, start + MOST_ACTIONS);
    while (left.length > 0) {
      const result = await table.write(partition, left);
      left = result.written ? [] : left.filter((_, index) => index !== result.action);
    }
  }
}
