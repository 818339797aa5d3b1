import { type StoredEvent } from "../../model/event";
import { type SubjectChange } from "../../model/subject";
import { escapeKey } from "../keys/escapeKey";
import { prefixRange } from "../keys/prefixRange";
import { EVENT_PREFIX } from "../keys/stateKeys";
import { type Table } from "../table/table";
import { toEvent } from "./eventRows";
import { toGap } from "./gapRows";

/** How far back from the ledger's end: others' events that came between theirs and this look. */
const LOOK_BACK = 200;

/** The change's events as they are stored, in its order; undefined when one, or its gap, is not among the newest. */
export async function findHistory(
  instanceState: Table,
  instanceId: string,
  { events, gap }: SubjectChange,
): Promise<readonly StoredEvent[] | undefined> {
  if (events.length === 0 && !gap) return [];
  const newest = await instanceState.list(escapeKey(instanceId), prefixRange(EVENT_PREFIX), { top: LOOK_BACK });
  if (gap && !newest.some((row) => toGap(row)?.gapId === gap.gapId)) return undefined;
  const stored = new Map(newest.map((row) => toEvent(row)).map((event) => [event?.eventId, event]));
  const found = events.flatMap(({ eventId }) => stored.get(eventId) ?? []);
  return found.length === events.length ? found : undefined;
}
