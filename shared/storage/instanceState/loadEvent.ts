import { type EventReference, type StoredEvent } from "../../model/event";
import { escapeKey } from "../keys/escapeKey";
import { eventRow } from "../keys/stateKeys";
import { invalidRow } from "../rows/invalidRow";
import { type Table } from "../table/table";
import { toEvent } from "./eventRows";
import { toGap } from "./gapRows";
import { rememberLoads } from "./rememberLoads";

/** Events that are remembered: those whose chunks this process is busy with. */
const MOST_EVENTS = 100;

/**
 * Undefined when it is not there, or a gap or another event has its place. Events never change: each is read once for all its
 * chunks.
 */
export const loadEvent = (instanceState: Table): ((event: EventReference) => Promise<StoredEvent | undefined>) =>
  rememberLoads(MOST_EVENTS, toName, async ({ instanceId, sequence, eventId }) => {
    const partition = escapeKey(instanceId);
    const stored = await instanceState.get(partition, eventRow(sequence));
    if (!stored || toGap(stored)) return undefined;
    const event = toEvent(stored);
    if (!event) throw invalidRow(instanceState.name, partition, stored.row);
    return event.eventId === eventId ? event : undefined;
  });

function toName({ instanceId, sequence, eventId }: EventReference): string {
  return `${instanceId}/${sequence}/${eventId}`;
}
