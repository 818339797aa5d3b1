import { randomUUID } from "node:crypto";
import { type Pending } from "../../model/delivery";
import { type EventReference } from "../../model/event";
import { type Instant, toInstant } from "../../model/instant";
import { unavailable } from "../client/failures";
import { escapeKey, prefixRange } from "../table/keys";
import { type Report, mapRows, readRow } from "../table/rows";
import { type Action, type Table } from "../table/table";
import { PENDING_PREFIX, eventRow, fromPending, pendingRow, toEvent, toPending } from "./stateRows";

const MAX_TRIES = 5;

/**
 * Gives an event that has a chunk again a pending marker, so that the sweep looks at it. Where there is one its version
 * changes: a sweep that saw no chunk before cannot remove it any more.
 */
export const reopenEvent =
  (instanceState: Table) =>
  async (event: EventReference, dueAt: Instant): Promise<void> => {
    const partition = escapeKey(event.instanceId);
    const row = pendingRow(event.sequence);
    const touch = { dueAt, touchId: randomUUID() };
    const values = { ...fromPending({ event, handedOver: true, pages: 0, dueAt }), ...touch };
    const either: readonly Action[] = [
      { kind: "insert", row, values },
      { kind: "merge", row, values: touch },
    ];
    for (let tries = 0; tries < MAX_TRIES; tries += 1) {
      for (const action of either) if ((await instanceState.write(partition, [action])).written) return;
    }
    throw unavailable(instanceState.name, new Error("the marker is made and removed again and again"));
  };

/** How many events of an instance have a pending marker, and when the oldest of them was detected; absent when none can tell. */
export const countPending =
  (instanceState: Table, report: Report) =>
  async (instanceId: string): Promise<{ readonly count: number; readonly oldestDetectedAt?: Instant }> => {
    const partition = escapeKey(instanceId);
    const markers = await instanceState.list(partition, prefixRange(PENDING_PREFIX), { select: ["sequence"] });
    const sequence = markers[0]?.values["sequence"];
    const row = typeof sequence === "number" ? await instanceState.get(partition, eventRow(sequence)) : undefined;
    const [event] = mapRows(row ? [row] : [], toEvent, { table: instanceState.name, partition, report });
    return { count: markers.length, ...(event && { oldestDetectedAt: event.detectedAt }) };
  };

export const hasPending =
  (instanceState: Table) =>
  async (instanceId: string): Promise<boolean> => {
    const range = prefixRange(PENDING_PREFIX);
    const rows = await instanceState.list(escapeKey(instanceId), range, { top: 1, select: ["eventId"] });
    return rows.length > 0;
  };

/** Oldest first. */
export const listDuePending =
  (instanceState: Table, report: Report) =>
  async (instanceId: string, now: Date): Promise<readonly Pending[]> => {
    const partition = escapeKey(instanceId);
    const where = { property: "dueAt", atMost: toInstant(now) };
    const rows = await instanceState.list(partition, prefixRange(PENDING_PREFIX), { where });
    return mapRows(rows, toPending, { table: instanceState.name, partition, report });
  };

/** Undefined when it is not there, or another event has its place. */
export const loadPending =
  (instanceState: Table) =>
  async ({ instanceId, sequence, eventId }: EventReference): Promise<Pending | undefined> => {
    const pending = await readRow(instanceState, escapeKey(instanceId), pendingRow(sequence), toPending);
    return pending?.event.eventId === eventId ? pending : undefined;
  };

/** Writes by the marker's version and gives it with its new one; undefined when somebody else moved or removed it. */
export const savePending =
  (instanceState: Table) =>
  async (pending: Pending): Promise<Pending | undefined> => {
    const { event, version } = pending;
    const result = await instanceState.write(escapeKey(event.instanceId), [
      { kind: "replace", row: pendingRow(event.sequence), values: fromPending(pending), version },
    ]);
    return result.written ? { ...pending, version: result.versions[0] ?? "" } : undefined;
  };

/** Removes the marker while its version is the given one; who moved it meanwhile still needs it. */
export const removePending =
  (instanceState: Table) =>
  async ({ event, version }: Pending): Promise<void> => {
    await instanceState.write(escapeKey(event.instanceId), [
      { kind: "remove", row: pendingRow(event.sequence), version },
    ]);
  };
