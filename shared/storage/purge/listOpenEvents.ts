import { type OpenEvent } from "../../delivery/purge/isEventOver";
import { toPending } from "../instanceState/pendingRows";
import { escapeKey } from "../keys/escapeKey";
import { prefixRange } from "../keys/prefixRange";
import { PENDING_PREFIX } from "../keys/stateKeys";
import { type StoredRow, type Table } from "../table/table";

/** Every marker counts, whatever its row says: its key tells whose it is. */
export const listOpenEvents =
  (instanceState: Table) =>
  async (instanceId: string): Promise<readonly OpenEvent[]> =>
    (await instanceState.list(escapeKey(instanceId), prefixRange(PENDING_PREFIX))).map(toOpenEvent);

function toOpenEvent(stored: StoredRow): OpenEvent {
  const sequence = Number(stored.row.slice(PENDING_PREFIX.length));
  const pending = toPending(stored);
  return pending ? { sequence, event: pending.event, handedOver: pending.handedOver } : { sequence, handedOver: false };
}
