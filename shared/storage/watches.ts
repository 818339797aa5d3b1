/**
 * The table Watches: one row for each instance that is polled, with the time of its next poll. All rows are in one
 * partition, so that one query finds those that are due. Two other partitions hold the
 * ticks of the timers, which `checkHealth` looks at, and the cursors of the purge (purgeCursors.ts).
 */
import { randomUUID } from "node:crypto";
import { type DeliveryPorts } from "../delivery/ports";
import { type DetectionPorts } from "../detection/ports";
import { defined } from "../model/defined";
import { type Instant, isLater, toInstant } from "../model/instant";
import { TIMERS, type TimerName, type Watch } from "../model/subject";
import { type CheckHealthDeps } from "../operations/checkHealth";
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
  "loadWatch" | "listDueWatches" | "claimWatch" | "saveTick" | "rescheduleWatch" | "removeWatch"
> &
  Pick<SubscriptionPorts, "touchWatch"> &
  Pick<DeliveryPorts, "loadWatch" | "listWatchedInstances" | "touchWatch" | "saveTick"> &
  Pick<StatusDeps, "loadWatch"> &
  Pick<CheckHealthDeps, "listWatches" | "loadTicks">;

/** The store of watches and of ticks. */
export function watchStore(watches: Table, { now, report }: Pick<StoreDeps, "now" | "report">): WatchStore {
  const list = { table: watches, partition: PARTITION, range: EVERY_ROW, report };
  return {
    /** Undefined when the instance has no watch. Throws `invalid-row`. */
    loadWatch: (instanceId) => readRow(watches, PARTITION, escapeKey(instanceId), toWatch),

    listDueWatches: (at) =>
      listRows({ ...list, options: { where: { property: "nextPollAt", atMost: toInstant(at) } } }, toWatch),

    listWatches: () => listRows(list, toWatch),

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
    claimWatch: async ({ instanceId, version, nextPollAt: due, dueSince = due }, nextPollAt) => {
      const values = { nextPollAt, dueSince, claimId: randomUUID() };
      const row = escapeKey(instanceId);
      const result = await watches.write(PARTITION, [{ kind: "merge", row, values, version }]);
      return result.written ? "claimed" : "touched";
    },

    /** Sets the next poll after a poll, whatever the watch's version. Does nothing when there is no watch. */
    rescheduleWatch: async (instanceId, { nextPollAt, failures, failingSince, invisible }) => {
      const lastPollAt = toInstant(now());
      const values = { nextPollAt, failures, invisible, lastPollAt, ...defined({ failingSince }) };
      await watches.write(PARTITION, [{ kind: "merge", row: escapeKey(instanceId), values }]);
    },

    /** Removes the watch, while it has the given version. A watch that is gone counts as removed. */
    removeWatch: async ({ instanceId, version }) => {
      const result = await watches.write(PARTITION, [{ kind: "remove", row: escapeKey(instanceId), version }]);
      return result.written || result.found === "missing" ? "removed" : "touched";
    },

    ...tickStore(watches, now),
  };
}

const TICK_PARTITION = "tick";

const TICK_SECONDS = 30;

/** A line for each tick would be 3,000 a day. */
const TICKS_PER_LINE = 10;

/** The ticks of the timers. A process remembers when it last wrote one, so that most runs of a timer write nothing. */
function tickStore(watches: Table, now: StoreDeps["now"]): Pick<WatchStore, "saveTick" | "loadTicks"> {
  const written = new Map<TimerName, { readonly at: Date; readonly ticks: number }>();
  return {
    saveTick: async (timer) => {
      const at = now();
      const last = written.get(timer);
      if (last && Math.abs(at.getTime() - last.at.getTime()) < TICK_SECONDS * 1_000) return false;
      const ticks = last ? last.ticks + 1 : 0;
      const values = { tickedAt: toInstant(at) };
      const merged = await watches.write(TICK_PARTITION, [{ kind: "merge", row: timer, values }]);
      if (!merged.written) await insertOrMerge(watches, TICK_PARTITION, timer, { values: {}, columns: values });
      written.set(timer, { at, ticks });
      return ticks % TICKS_PER_LINE === 0;
    },

    /** The last tick of each timer that ever had one. */
    loadTicks: async () => {
      const rows = await watches.list(TICK_PARTITION, EVERY_ROW);
      const ticks = rows.flatMap(({ row, values }) => {
        const timer = TIMERS.find((each) => each === row);
        return timer && isTickRow(values) ? [[timer, values.tickedAt] as const] : [];
      });
      return new Map(ticks);
    },
  };
}

const isTickRow = rowGuard<{ readonly tickedAt: Instant }>(rowSchema({ tickedAt: INSTANT }, {}));

interface WatchRow {
  readonly instanceId: string;
  readonly nextPollAt: Instant;
  readonly lastPollAt?: Instant;
  /** Means nothing once a poll has ended later. */
  readonly dueSince?: Instant;
  readonly failures: number;
  /** Means nothing once there is no failure: a merge cannot remove a column. */
  readonly failingSince?: Instant;
  readonly invisible?: number;
}

const isWatchRow = rowGuard<WatchRow>(
  rowSchema(
    { instanceId: TEXT, nextPollAt: INSTANT, failures: COUNT },
    { dueSince: INSTANT, failingSince: INSTANT, invisible: COUNT, lastPollAt: INSTANT },
  ),
);

function toWatch({ values, version }: StoredRow): Watch | undefined {
  if (!isWatchRow(values)) return undefined;
  const { instanceId, nextPollAt, lastPollAt, dueSince, failures, failingSince, invisible } = values;
  return {
    instanceId,
    nextPollAt,
    ...defined({ lastPollAt, dueSince: isLater(dueSince, lastPollAt) ? dueSince : undefined }),
    failures,
    ...defined({ failingSince: failures > 0 ? failingSince : undefined }),
    ...(invisible && { invisible }),
    version,
  };
}
