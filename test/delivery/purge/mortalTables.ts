import { type Table } from "../../../shared/storage/table/table";

/** A process that may die at a storage operation: before it is done, or after, with nobody to hear of it. */
export interface Life {
  /** Operations until the end. */
  left: number;
  readonly endsAfter: boolean;
}

class Death extends Error {}

/** A table as that process sees it: once dead, it does nothing more. */
export function mortalTable(table: Table, life: Life): Table {
  async function live<T>(act: () => Promise<T>): Promise<T> {
    life.left -= 1;
    if (life.left < 0 || (life.left === 0 && !life.endsAfter)) throw new Death("dead");
    const result = await act();
    if (life.left === 0) throw new Death("dead");
    return result;
  }
  return {
    name: table.name,
    get: (...asked) => live(() => table.get(...asked)),
    list: (...asked) => live(() => table.list(...asked)),
    nextPartition: (...asked) => live(() => table.nextPartition(...asked)),
    write: (...asked) => live(() => table.write(...asked)),
  };
}

/** Whether all that went wrong is that the process died. */
export function isDeath(error: unknown): boolean {
  return error instanceof Death || (error instanceof AggregateError && error.errors.every((each) => isDeath(each)));
}
