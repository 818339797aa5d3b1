/**
 * The table Watches: one row for each instance that is polled, with the time of its next poll. All rows are in one
 * partition, so that one query finds those that are due. The purge keeps its cursors in this table too, in a partition
 * of their own (purgeCursors.ts).
 */
import { randomUUID } from "node:crypto";
import { type DeliveryPorts } from "../delivery/ports";
import { type DetectionPorts } from "../detection/ports";
import { defined } from "../model/defined";
import { type Instant, toInstant } from "../model/instant";
import { type Watch } from "../model/subject";
import { type StatusDeps } from "../operations/statusReport";
import { type SubscriptionPorts } from "../subscriptions/ports";
import { EVERY_ROW, escapeKey } from "./table/keys";
import { COUNT, INSTANT, TEXT, rowGuard, rowSchema } from "./table/rowSchema";
import { listRows, readRow } from "./table/rows";
import { type StoreDeps, type StoredRow, type Table } from "./table/table";
import { insertOrMerge } from "./table/writes";

const PARTITION = "watch";

type WatchStore = Pick<
  DetectionPorts,
  "loadWatch" | "listDueWatches" | "claimWatch" | "rescheduleWatch" | "removeWatch"
> &
  Pick<SubscriptionPorts, "touchWatch"> &
  Pick<DeliveryPorts, "loadWatch" | "listWatchedInstances" | "touchWatch"> &
  Pick<StatusDeps, "loadWatch">;

/** The store of watches. */
export function watchStore(watches: Table, { now, report }: Pick<StoreDeps, "now" | "report">): WatchStore {
  const list = { table: watches, partition: PARTITION, range: EVERY_ROW, report };
  return {
    /** Undefined when the instance has no watch. Throws `invalid-row`. */
    loadWatch: (instanceId) => readRow(watches, PARTITION, escapeKey(instanceId), toWatch),

    listDueWatches: (at) =>
      listRows({ ...list, options: { where: { property: "nextPollAt", atMost: toInstant(at) } } }, toWatch),

    listWatchedInstances: async () => (await listRows(list, toWatch)).map(({ instanceId }) => instanceId),

    /**
     * Creates the watch. If there is one, only its version changes, so that nobody who read it before can remove it.
     * The random id keeps an equal watch from being taken for one that this call created.
     */
    touchWatch: async (instanceId, nextPollAt) => {
      const columns = { touchId: randomUUID() };
      const values = { instanceId, nextPollAt, failures: 0 };
      await insertOrMerge(watches, PARTITION, escapeKey(instanceId), { values, columns });
    },

    /**
     * Sets the time of the next poll, while the watch has the given version. The random id keeps two hosts that write
     * the same time from both having claimed it.
     */
    claimWatch: async ({ instanceId, version }, nextPollAt) => {
      const values = { nextPollAt, claimId: randomUUID() };
      const row = escapeKey(instanceId);
      const result = await watches.write(PARTITION, [{ kind: "merge", row, values, version }]);
      return result.written ? "claimed" : "touched";
    },

    /**
     * Sets the time of the next poll after a poll, whatever the watch's version. Does nothing when there is no watch.
     */
    rescheduleWatch: async (instanceId, { nextPollAt, failures, invisible }) => {
      const values = { nextPollAt, failures, invisible, lastPollAt: toInstant(now()) };
      await watches.write(PARTITION, [{ kind: "merge", row: escapeKey(instanceId), values }]);
    },

    /** Removes the watch, while it has the given version. A watch that is gone counts as removed. */
    removeWatch: async ({ instanceId, version }) => {
      const result = await watches.write(PARTITION, [{ kind: "remove", row: escapeKey(instanceId), version }]);
      return result.written || result.found === "missing" ? "removed" : "touched";
    },
  };
}

interface WatchRow {
  readonly instanceId: string;
  readonly nextPollAt: Instant;
  readonly lastPollAt?: Instant;
  readonly failures: number;
  readonly invisible?: number;
}

const isWatchRow = rowGuard<WatchRow>(
  rowSchema({ instanceId: TEXT, nextPollAt: INSTANT, failures: COUNT }, { invisible: COUNT, lastPollAt: INSTANT }),
);

function toWatch({ values, version }: StoredRow): Watch | undefined {
  if (!isWatchRow(values)) return undefined;
  const { instanceId, nextPollAt, lastPollAt, failures, invisible } = values;
  return { instanceId, nextPollAt, ...defined({ lastPollAt }), failures, ...(invisible && { invisible }), version };
}
