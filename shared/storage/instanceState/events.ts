/**
 * The history of instances in the table InstanceState: events and gaps, newest first, as they are loaded for delivery,
 * listed for callers and purged. They never change. subjects.ts writes them, together with the subject that they come
 * from.
 */
import { type DeliveryPorts } from "../../delivery/ports";
import { type OldEvent, type PurgePorts } from "../../delivery/purge/ports";
import { type EventReference, type HistoryEntry, type StoredEvent } from "../../model/event";
import { type Page } from "../../model/stored";
import { setNewest } from "../../model/recentMap";
import { type StatusDeps } from "../../operations/statusReport";
import { escapeKey, prefixRange } from "../table/keys";
import { COUNT, INSTANT, TEXT, rowGuard, rowSchema } from "../table/rowSchema";
import { invalidRow, listPage, listRows } from "../table/rows";
import { type StoreDeps, PAGE_ROWS, type StoredRow, type Table } from "../table/table";
import { removeRows } from "../table/writes";
import { EVENT_PREFIX, GAP_KIND, eventRow, eventSequence, toEvent, toGap } from "./stateRows";

interface HistoryPage {
  readonly top: number;
  /** The sequence of the last entry of the page before. */
  readonly cursor?: string;
}

/** The events that are remembered: those whose chunks this process delivers. */
const MAX_EVENTS = 100;

interface EventStore
  extends
    Pick<DeliveryPorts, "loadEvent">,
    Pick<PurgePorts, "listOldEvents" | "removeEvents">,
    Pick<StatusDeps, "listGaps"> {
  /** The events and gaps of an instance, newest first. */
  readonly listHistory: (instanceId: string, page: HistoryPage) => Promise<Page<HistoryEntry>>;
}

/** The store of the history. */
export function eventStore(instanceState: Table, { report }: Pick<StoreDeps, "report">): EventStore {
  const range = prefixRange(EVENT_PREFIX);
  return {
    /**
     * Undefined when the event is missing, or its row is a gap's or another event's. Throws `invalid-row`. Events never
     * change: each is read once for all its chunks.
     */
    loadEvent: rememberLoads(MAX_EVENTS, referenceName, (event: EventReference) => loadEvent(instanceState, event)),

    /** Entries that are added later come before the first page, so that paging skips and repeats nothing. */
    listHistory: async (instanceId, { top, cursor }) => {
      const list = { table: instanceState, partition: escapeKey(instanceId), range, report };
      const last = cursor === undefined ? undefined : eventRow(Number(cursor));
      const { items, cursor: next } = await listPage(list, { top, last }, toEntry);
      return next === undefined ? { items } : { items, cursor: String(eventSequence(next)) };
    },

    /** The newest `top` gaps of an instance. */
    listGaps: (instanceId, top) => {
      const options = { where: { property: "kind", equals: GAP_KIND }, top };
      return listRows({ table: instanceState, partition: escapeKey(instanceId), range, options, report }, toGap);
    },

    /** Events and gaps with a sequence under `below`, detected at `until` or earlier. A gap has no event id. */
    listOldEvents: (instanceId, until, below) => {
      const options = {
        where: { property: "detectedAt", atMost: until },
        select: ["sequence", "eventId", "detectedAt"],
        top: PAGE_ROWS,
      };
      const rest = { from: eventRow(below - 1), before: range.before };
      const partition = escapeKey(instanceId);
      return listRows({ table: instanceState, partition, range: rest, options, report }, toOldEvent);
    },

    removeEvents: (instanceId, sequences) =>
      removeRows(
        instanceState,
        escapeKey(instanceId),
        sequences.map((sequence) => ({ row: eventRow(sequence) })),
      ),
  };
}

async function loadEvent(
  instanceState: Table,
  { instanceId, sequence, eventId }: EventReference,
): Promise<StoredEvent | undefined> {
  const partition = escapeKey(instanceId);
  const stored = await instanceState.get(partition, eventRow(sequence));
  if (!stored || toGap(stored)) return undefined;
  const event = toEvent(stored);
  if (!event) throw invalidRow(instanceState.name, partition, stored.row);
  return event.eventId === eventId ? event : undefined;
}

function referenceName({ instanceId, sequence, eventId }: EventReference): string {
  return `${instanceId}/${sequence}/${eventId}`;
}

/**
 * Loads values that never change, each once while it is among the last `max`. A value that is missing, or could not be
 * loaded, is loaded again when it is asked for.
 */
export function rememberLoads<Key, Value>(
  max: number,
  toName: (key: Key) => string,
  load: (key: Key) => Promise<Value | undefined>,
): (key: Key) => Promise<Value | undefined> {
  const known = new Map<string, Promise<Value | undefined>>();
  return async (key) => {
    const name = toName(key);
    const loading = known.get(name) ?? load(key);
    setNewest(known, [name, loading], { max });
    let value: Value | undefined;
    try {
      value = await loading;
    } finally {
      if (value === undefined && known.get(name) === loading) known.delete(name);
    }
    return value;
  };
}

function toEntry(stored: StoredRow): HistoryEntry | undefined {
  const gap = toGap(stored);
  if (gap) return { kind: "gap", gap };
  const event = toEvent(stored);
  return event && { kind: "event", event };
}

const isOldRow = rowGuard<OldEvent>(rowSchema({ sequence: COUNT, detectedAt: INSTANT }, { eventId: TEXT }));

function toOldEvent({ values }: StoredRow): OldEvent | undefined {
  return isOldRow(values) ? values : undefined;
}
