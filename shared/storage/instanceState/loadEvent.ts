import { type EventReference, type StoredEvent } from "../../model/event";
import { escapeKey } from "../keys/escapeKey";
import { eventRow } from "../keys/stateKeys";
import { readRow } from "../rows/readRow";
import { type Table } from "../table/table";
import { toEvent } from "./eventRows";
import { rememberLoads } from "./rememberLoads";

/** Events that are remembered: those whose chunks this process is busy with. */
const MOST_EVENTS = 100;

/** Undefined when it is not there, or another event has its place. Events never change: each is read once for all its chunks. */
export const loadEvent = (instanceState: Table): ((event: EventReference) => Promise<StoredEvent | undefined>) =>
  rememberLoads(MOST_EVENTS, toName, async ({ instanceId, sequence, eventId }) => {
    const event = await readRow(instanceState, escapeKey(instanceId), eventRow(sequence), toEvent);
    return event?.eventId === eventId ? event : undefined;
  });

function toName({ instanceId, sequence, eventId }: EventReference): string {
  return `${instanceId}/${sequence}/${eventId}`;
}
