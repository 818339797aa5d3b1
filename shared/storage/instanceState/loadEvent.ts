import { type EventReference, type StoredEvent } from "../../model/event";
import { escapeKey } from "../keys/escapeKey";
import { eventRow } from "../keys/stateKeys";
import { readRow } from "../rows/readRow";
import { type Table } from "../table/table";
import { toEvent } from "./eventRows";

/** Undefined when it is not there, or another event has its place. */
export const loadEvent =
  (instanceState: Table) =>
  async ({ instanceId, sequence, eventId }: EventReference): Promise<StoredEvent | undefined> => {
    const event = await readRow(instanceState, escapeKey(instanceId), eventRow(sequence), toEvent);
    return event?.eventId === eventId ? event : undefined;
  };
