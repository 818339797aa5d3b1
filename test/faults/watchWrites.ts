import { type Action, type Table } from "../../shared/storage/table/table";

/** The same table, telling of each write that was done. */
export function watchWrites(table: Table, onWritten: (actions: readonly Action[]) => void): Table {
  return {
    ...table,
    write: async (partition, actions) => {
      const result = await table.write(partition, actions);
      if (result.written) onWritten(actions);
      return result;
    },
  };
}
