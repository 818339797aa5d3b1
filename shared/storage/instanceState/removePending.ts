import { type Pending } from "../../model/delivery";
import { escapeKey } from "../keys/escapeKey";
import { pendingRow } from "../keys/stateKeys";
import { type Table } from "../table/table";

/** Removes the marker while its version is the given one; who moved it meanwhile still needs it. */
export const removePending =
  (instanceState: Table) =>
  async ({ event, version }: Pending): Promise<void> => {
    await instanceState.write(escapeKey(event.instanceId), [
      { kind: "remove", row: pendingRow(event.sequence), version },
    ]);
  };
