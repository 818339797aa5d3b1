import { type Table } from "../table/table";
import { writeFitting } from "../table/writeFitting";

export const removeIndexEntries =
  (subscriptions: Table) =>
  async (index: string, rows: readonly string[]): Promise<void> => {
    await writeFitting(
      subscriptions,
      index,
      rows.map((row) => ({ kind: "remove" as const, row })),
    );
  };
