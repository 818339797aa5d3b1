import { type Table } from "../../shared/storage/table/table";

export interface CountedTable extends Table {
  /** Rows that were given out so far, and queries and look-ups made. */
  rowsRead(): number;
  reads(): number;
}

export function countRows(table: Table): CountedTable {
  let rowsRead = 0;
  let reads = 0;
  const count = (rows: number): void => {
    rowsRead += rows;
    reads += 1;
  };
  return {
    name: table.name,
    get: async (partition, row) => {
      const stored = await table.get(partition, row);
      count(stored ? 1 : 0);
      return stored;
    },
    list: async (partition, range, options) => {
      const rows = await table.list(partition, range, options);
      count(rows.length);
      return rows;
    },
    nextPartition: (after) => table.nextPartition(after),
    write: (partition, actions) => table.write(partition, actions),
    rowsRead: () => rowsRead,
    reads: () => reads,
  };
}
