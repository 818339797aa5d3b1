import { type DeliveryTrace, type OldEvent, type OpenEvent } from "../../delivery/purge/ports";
import { type Instant } from "../../model/instant";
import { CHUNK_PREFIX } from "../deliveries/deliveryRows";
import { EVENT_PREFIX, PENDING_PREFIX, eventRow, toPending } from "../instanceState/stateRows";
import { writeFitting } from "../table/confirmWrites";
import { EVERY_ROW, escapeKey, prefixRange } from "../table/keys";
import { COUNT, INSTANT, type Report, TEXT, mapRows, rowGuard, rowSchema } from "../table/rows";
import { type StoredRow, type Table } from "../table/table";

const PAGE_ROWS = 1_000;

/** Newest first; the store does the comparing. Gaps of the history are among them, without an id. */
export const listOldEvents =
  (instanceState: Table, report: Report) =>
  async (instanceId: string, until: Instant, below: number): Promise<readonly OldEvent[]> => {
    const partition = escapeKey(instanceId);
    const range = { from: eventRow(below - 1), before: prefixRange(EVENT_PREFIX).before };
    const where = { property: "detectedAt", atMost: until };
    const select = ["sequence", "eventId", "detectedAt"];
    const rows = await instanceState.list(partition, range, { where, select, top: PAGE_ROWS });
    return mapRows(rows, toOldEvent, { table: instanceState.name, partition, report });
  };

const isOldRow = rowGuard<OldEvent>(rowSchema({ sequence: COUNT, detectedAt: INSTANT }, { eventId: TEXT }));

function toOldEvent({ values }: StoredRow): OldEvent | undefined {
  return isOldRow(values) ? values : undefined;
}

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

const MAX_TRACE_ROWS = 1_000;

/** The first rows of an event: its chunks, deliveries and pages, in this order. Only their keys are read. */
export const listDeliveryTraces =
  (deliveries: Table) =>
  async (eventId: string): Promise<readonly DeliveryTrace[]> => {
    const rows = await deliveries.list(escapeKey(eventId), EVERY_ROW, {
      top: MAX_TRACE_ROWS,
      select: ["state"],
    });
    return rows.map(({ row, version }) => ({ row, version, isChunk: row.startsWith(CHUNK_PREFIX) }));
  };

export const removeEvents =
  (instanceState: Table) =>
  async (instanceId: string, sequences: readonly number[]): Promise<void> => {
    const removals = sequences.map((sequence) => ({ kind: "remove" as const, row: eventRow(sequence) }));
    await writeFitting(instanceState, escapeKey(instanceId), removals);
  };

export const removeDeliveryTraces =
  (deliveries: Table) =>
  async (eventId: string, traces: readonly DeliveryTrace[]): Promise<void> => {
    const removals = traces.map(({ row, version }) => ({ kind: "remove" as const, row, version }));
    await writeFitting(deliveries, escapeKey(eventId), removals);
  };
