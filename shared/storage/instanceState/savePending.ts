import { type Pending } from "../../model/delivery";
import { escapeKey } from "../keys/escapeKey";
import { pendingRow } from "../keys/stateKeys";
import { type Table } from "../table/table";
import { fromPending } from "./pendingRows";

/** Writes by the marker's version and gives it with its new one; undefined when somebody else moved or removed it. */
export const savePending =
  (instanceState: Table) =>
  async (pending: Pending): Promise<Pending | undefined> => {
    const { event, version } = pending;
    const result = await instanceState.write(escapeKey(event.instanceId), [
      { kind: "replace", row: pendingRow(event.sequence), values: fromPending(pending), version },
    ]);
    return result.written ? { ...pending, version: result.versions[0] ?? "" } : undefined;
  };
