import { randomUUID } from "node:crypto";
import { type OpenEvent } from "../../delivery/purge/ports";
import { type Pending } from "../../model/delivery";
import { type EventReference } from "../../model/event";
import { type Instant, toInstant } from "../../model/instant";
import { escapeKey, prefixRange } from "../table/keys";
import { listRows, mapRows, readRow } from "../table/rows";
import { type StoreDeps } from "../table/storeDeps";
import { type StoredRow, type Table } from "../table/table";
import { insertOrMerge } from "../table/writes";
import { PENDING_PREFIX, eventRow, fromPending, pendingRow, toEvent, toPending } from "./stateRows";

/** The pending markers in the table InstanceState: one for each event that is not delivered yet, for the sweep to find. */
export function pendingStore(instanceState: Table, { report }: Pick<StoreDeps, "report">) {
  const range = prefixRange(PENDING_PREFIX);
  return {
    /** Undefined when the event has no marker. Throws `invalid-row`. */
    loadPending: async ({ instanceId, sequence, eventId }: EventReference): Promise<Pending | undefined> => {
      const pending = await readRow(instanceState, escapeKey(instanceId), pendingRow(sequence), toPending);
      return pending?.event.eventId === eventId ? pending : undefined;
    },

    hasPending: async (instanceId: string): Promise<boolean> =>
      (await instanceState.list(escapeKey(instanceId), range, { top: 1, select: ["eventId"] })).length > 0,

    /** Oldest first. */
    listDuePending: (instanceId: string, now: Date): Promise<readonly Pending[]> => {
      const options = { where: { property: "dueAt", atMost: toInstant(now) } };
      return listRows({ table: instanceState, partition: escapeKey(instanceId), range, options, report }, toPending);
    },

    countPending: (instanceId: string): Promise<PendingCount> => countPending(instanceState, instanceId, report),

    /** The events that have a marker. A marker that cannot be read counts too; its key has the sequence. */
    listOpenEvents: async (instanceId: string): Promise<readonly OpenEvent[]> =>
      (await instanceState.list(escapeKey(instanceId), range)).map(toOpenEvent),

    /** Replaces the version that was read and returns the marker with its new version; undefined when another host was faster. */
    savePending: async (pending: Pending): Promise<Pending | undefined> => {
      const { event, version } = pending;
      const result = await instanceState.write(escapeKey(event.instanceId), [
        { kind: "replace", row: pendingRow(event.sequence), values: fromPending(pending), version },
      ]);
      return result.written ? { ...pending, version: result.versions[0] ?? "" } : undefined;
    },

    /**
     * Gives an event that has chunks again a marker. If there is one, its version changes: a sweep that found no chunk before cannot
     * remove it any more.
     */
    reopenEvent: async (event: EventReference, dueAt: Instant): Promise<void> => {
      const values = fromPending({ event, handedOver: true, pages: 0, dueAt });
      const columns = { dueAt, touchId: randomUUID() };
      await insertOrMerge(instanceState, escapeKey(event.instanceId), pendingRow(event.sequence), { values, columns });
    },

    /** Removes the marker, while it has the given version: a host that changed it still needs it. */
    removePending: async ({ event, version }: Pending): Promise<void> => {
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
