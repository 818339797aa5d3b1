import { type DetectedEvent, type StoredEvent } from "../../model/event";
import { escapeKey } from "../keys/escapeKey";
import { prefixRange } from "../keys/prefixRange";
import { EVENT_PREFIX } from "../keys/stateKeys";
import { type Table } from "../table/table";
import { toEvent } from "./eventRows";

/** How far back from the ledger's end: others' events that came between theirs and this look. */
const LOOK_BACK = 200;

/** The wanted events as they are stored, in the wanted order; undefined when one is not among the newest. */
export async function findEvents(
  instanceState: Table,
  instanceId: string,
  wanted: readonly DetectedEvent[],
): Promise<readonly StoredEvent[] | undefined> {
  if (wanted.length === 0) return [];
  const newest = await instanceState.list(escapeKey(instanceId), prefixRange(EVENT_PREFIX), { top: LOOK_BACK });
  const stored = new Map(newest.map((row) => toEvent(row)).map((event) => [event?.eventId, event]));
  const found = wanted.flatMap(({ eventId }) => stored.get(eventId) ?? []);
  return found.length === wanted.length ? found : undefined;
}
