import { type EventReference, type HistoryEntry, type StoredEvent } from "../../model/event";
import { type Page } from "../../model/page";
import { setNewest } from "../../model/recentMap";
import { type StoredSubject } from "../../model/subject";
import { writeFitting } from "../table/confirmWrites";
import { escapeKey, prefixRange } from "../table/keys";
import { type Report, invalidRow, listPage, mapRows } from "../table/rows";
import { type Action, type StoredRow, type Table } from "../table/table";
import {
  EVENT_PREFIX,
  GAP_KIND,
  SUBJECT_PREFIX,
  type StoredGap,
  eventRow,
  eventSequence,
  subjectRow,
  toEvent,
  toGap,
  toSubject,
} from "./stateRows";

/** Events that are remembered: those whose chunks this process is busy with. */
const MAX_EVENTS = 100;

/**
 * Undefined when it is not there, or a gap or another event has its place. Events never change: each is read once for all its
 * chunks.
 */
export const loadEvent = (instanceState: Table): ((event: EventReference) => Promise<StoredEvent | undefined>) =>
  rememberLoads(MAX_EVENTS, referenceName, async ({ instanceId, sequence, eventId }) => {
    const partition = escapeKey(instanceId);
    const stored = await instanceState.get(partition, eventRow(sequence));
    if (!stored || toGap(stored)) return undefined;
    const event = toEvent(stored);
    if (!event) throw invalidRow(instanceState.name, partition, stored.row);
    return event.eventId === eventId ? event : undefined;
  });

/**
 * Loads what never changes at most once while it is among the last `max`. What is not there, or could not be loaded, is
 * asked for again.
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

function referenceName({ instanceId, sequence, eventId }: EventReference): string {
  return `${instanceId}/${sequence}/${eventId}`;
}

interface HistoryPage {
  readonly top: number;
  /** The sequence of the last entry of the page before. */
  readonly cursor?: string;
}

/** Newest first, gaps among the events. What is added later comes before the first page, so nothing is dropped or repeated. */
export const listHistory =
  (instanceState: Table, report: Report) =>
  async (instanceId: string, { top, cursor }: HistoryPage): Promise<Page<HistoryEntry>> => {
    const place = { table: instanceState, partition: escapeKey(instanceId), range: prefixRange(EVENT_PREFIX), report };
    const last = cursor === undefined ? undefined : eventRow(Number(cursor));
    const { items, cursor: next } = await listPage(place, { top, last }, toEntry);
    return next === undefined ? { items } : { items, cursor: String(eventSequence(next)) };
  };

function toEntry(stored: StoredRow): HistoryEntry | undefined {
  const gap = toGap(stored);
  if (gap) return { kind: "gap", gap };
  const event = toEvent(stored);
  return event && { kind: "event", event };
}

/** The newest `top` gaps of an instance's history, newest first. */
export const listGaps =
  (instanceState: Table, report: Report) =>
  async (instanceId: string, top: number): Promise<readonly StoredGap[]> => {
    const partition = escapeKey(instanceId);
    const where = { property: "kind", equals: GAP_KIND };
    const rows = await instanceState.list(partition, prefixRange(EVENT_PREFIX), { where, top });
    return mapRows(rows, toGap, { table: instanceState.name, partition, report });
  };

export const loadSubjects =
  (instanceState: Table, report: Report) =>
  async (instanceId: string): Promise<readonly StoredSubject[]> => {
    const partition = escapeKey(instanceId);
    const rows = await instanceState.list(partition, prefixRange(SUBJECT_PREFIX));
    return mapRows(rows, toSubject, { table: instanceState.name, partition, report });
  };

/** Removes those whose version is still the given one; others are passed over. */
export const removeSubjects =
  (instanceState: Table) =>
  async (instanceId: string, subjects: readonly StoredSubject[]): Promise<void> => {
    const removals = subjects.map(({ subjectId, version }): Action => ({
      kind: "remove",
      row: subjectRow(subjectId),
      version,
    }));
    await writeFitting(instanceState, escapeKey(instanceId), removals);
  };
