/**
 * Pending markers in the table InstanceState: one for each event that is not delivered yet, with the time at which the
 * sweep looks at it. subjects.ts writes the marker with its event. This file finds, moves on and removes markers, and
 * gives an event a new one when one of its dead letters is redriven.
 */
import { randomUUID } from "node:crypto";
import { type DeliveryPorts } from "../../delivery/ports";
import { type OpenEvent, type PurgePorts } from "../../delivery/purge/ports";
import { type DetectionPorts } from "../../detection/ports";
import { type Instant, toInstant } from "../../model/instant";
import { type StatusDeps } from "../../operations/statusReport";
import { escapeKey, prefixRange } from "../table/keys";
import { listRows, mapRows, readRow } from "../table/rows";
import { type StoreDeps, type StoredRow, type Table } from "../table/table";
import { insertOrMerge } from "../table/writes";
import { PENDING_PREFIX, eventRow, fromPending, pendingRow, toEvent, toPending } from "./stateRows";

type PendingStore = Pick<DetectionPorts, "hasPending"> &
  Pick<DeliveryPorts, "loadPending" | "listDuePending" | "savePending" | "reopenEvent" | "removePending"> &
  Pick<PurgePorts, "listOpenEvents"> &
  Pick<StatusDeps, "countPending">;

/** The store of pending markers. */
export function pendingStore(instanceState: Table, { report }: Pick<StoreDeps, "report">): PendingStore {
  const range = prefixRange(PENDING_PREFIX);
  return {
    /** Undefined when the event has no marker. Throws `invalid-row`. */
    loadPending: async ({ instanceId, sequence, eventId }) => {
      const pending = await readRow(instanceState, escapeKey(instanceId), pendingRow(sequence), toPending);
      return pending?.event.eventId === eventId ? pending : undefined;
    },

    hasPending: async (instanceId) =>
      (await instanceState.list(escapeKey(instanceId), range, { top: 1, select: ["eventId"] })).length > 0,

    /** Oldest first. */
    listDuePending: (instanceId, now) => {
      const options = { where: { property: "dueAt", atMost: toInstant(now) } };
      return listRows({ table: instanceState, partition: escapeKey(instanceId), range, options, report }, toPending);
    },

    countPending: (instanceId) => countPending(instanceState, instanceId, report),

    /** The events that have a marker. A marker that cannot be read counts too; its key has the sequence. */
    listOpenEvents: async (instanceId) => (await instanceState.list(escapeKey(instanceId), range)).map(toOpenEvent),

    /** Replaces the version that was read and returns the marker as stored; undefined when another host was faster. */
    savePending: async (pending) => {
      const { event, version } = pending;
      const result = await instanceState.write(escapeKey(event.instanceId), [
        { kind: "replace", row: pendingRow(event.sequence), values: fromPending(pending), version },
      ]);
      return result.written ? { ...pending, version: result.versions[0] ?? "" } : undefined;
    },

    /**
     * Gives an event that has chunks again a marker. If there is one, its version changes: a sweep that found no chunk
     * before cannot remove it any more.
     */
    reopenEvent: async (event, dueAt) => {
      const values = fromPending({ event, handedOver: true, pages: 0, dueAt });
      const columns = { dueAt, touchId: randomUUID() };
      await insertOrMerge(instanceState, escapeKey(event.instanceId), pendingRow(event.sequence), { values, columns });
    },

    /** Removes the marker, while it has the given version: a host that changed it still needs it. */
    removePending: async ({ event, version }) => {
      const row = pendingRow(event.sequence);
      await instanceState.write(escapeKey(event.instanceId), [{ kind: "remove", row, version }]);
    },
  };
}

interface PendingCount {
  readonly count: number;
  /** Absent when there is no marker, or the oldest one's event cannot be read. */
  readonly oldestDetectedAt?: Instant;
}

async function countPending(
  instanceState: Table,
  instanceId: string,
  report: StoreDeps["report"],
): Promise<PendingCount> {
  const partition = escapeKey(instanceId);
  const markers = await instanceState.list(partition, prefixRange(PENDING_PREFIX), { select: ["sequence"] });
  const sequence = markers[0]?.values["sequence"];
  const row = typeof sequence === "number" ? await instanceState.get(partition, eventRow(sequence)) : undefined;
  const [event] = mapRows(row ? [row] : [], toEvent, { table: instanceState, partition, report });
  return { count: markers.length, ...(event && { oldestDetectedAt: event.detectedAt }) };
}

function toOpenEvent(stored: StoredRow): OpenEvent {
  const sequence = Number(stored.row.slice(PENDING_PREFIX.length));
  const pending = toPending(stored);
  return pending ? { sequence, event: pending.event, handedOver: pending.handedOver } : { sequence, handedOver: false };
}
