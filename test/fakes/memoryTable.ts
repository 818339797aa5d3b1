import { confirmWrites } from "../../shared/storage/table/confirmWrites";
import { type RawTable, type Table } from "../../shared/storage/table/table";
import { memoryRawTable } from "./memoryRawTable";

export interface MemoryTable extends Table {
  /** The next write is done, and its answer lost. */
  loseNextAnswer(): void;
  /** The next write is not done, and its answer lost. */
  loseNextWrite(): void;
  /** Every operation so far, as the store counts them: a transaction is one. */
  operations(): number;
}

/** A table in memory that loses answers and writes when told to, under the read-back that every table has. */
export function memoryTable(name: string): MemoryTable {
  const stored = memoryRawTable(name);
  const faults: ("answer" | "write")[] = [];
  let operations = 0;
  const raw: RawTable = {
    name,
    get: (partition, row) => {
      operations += 1;
      return stored.get(partition, row);
    },
    list: (partition, range, options) => {
      operations += 1;
      return stored.list(partition, range, options);
    },
    nextPartition: (after) => {
      operations += 1;
      return stored.nextPartition(after);
    },
    submit: async (partition, actions) => {
      operations += 1;
      const fault = faults.shift();
      if (fault === undefined) return stored.submit(partition, actions);
      if (fault === "answer") await stored.submit(partition, actions);
      return { answer: "lost", cause: new Error("injected") };
    },
  };
  return {
    ...confirmWrites(raw),
    loseNextAnswer: () => void faults.push("answer"),
    loseNextWrite: () => void faults.push("write"),
    operations: () => operations,
  };
}
