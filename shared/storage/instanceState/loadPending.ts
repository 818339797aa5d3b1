import { type Pending } from "../../model/delivery";
import { type EventReference } from "../../model/event";
import { escapeKey } from "../keys/escapeKey";
import { pendingRow } from "../keys/stateKeys";
import { readRow } from "../rows/readRow";
import { type Table } from "../table/table";
import { toPending } from "./pendingRows";

/** Undefined when it is not there, or another event has its place. */
export const loadPending =
  (instanceState: Table) =>
  async ({ instanceId, sequence, eventId }: EventReference): Promise<Pending | undefined> => {
    const pending = await readRow(instanceState, escapeKey(instanceId), pendingRow(sequence), toPending);
    return pending?.event.eventId === eventId ? pending : undefined;
  };
