import { escapeKey } from "../keys/escapeKey";
import { prefixRange } from "../keys/prefixRange";
import { PENDING_PREFIX } from "../keys/stateKeys";
import { type Table } from "../table/table";

export const hasPending =
  (instanceState: Table) =>
  async (instanceId: string): Promise<boolean> => {
    const range = prefixRange(PENDING_PREFIX);
    const rows = await instanceState.list(escapeKey(instanceId), range, { top: 1, select: ["eventId"] });
    return rows.length > 0;
  };
