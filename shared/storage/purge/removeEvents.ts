import { escapeKey } from "../keys/escapeKey";
import { eventRow } from "../keys/stateKeys";
import { type Table } from "../table/table";
import { writeFitting } from "../table/writeFitting";

export const removeEvents =
  (instanceState: Table) =>
  async (instanceId: string, sequences: readonly number[]): Promise<void> => {
    const removals = sequences.map((sequence) => ({ kind: "remove" as const, row: eventRow(sequence) }));
    await writeFitting(instanceState, escapeKey(instanceId), removals);
  };
