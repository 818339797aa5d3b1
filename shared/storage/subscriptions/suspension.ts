/**
 * The suspension of subscriptions: a column of their rows that holds why no events can come for them now, such as a
 * deleted segment. It stops nothing: detection sets and clears it, and callers see it. A flow that does not answer
 * changes the health instead (health.ts).
 */
import { type DetectionPorts } from "../../detection/ports";
import { TRIGGERS } from "../../model/event";
import { type SuspendReason, type SuspensionScope } from "../../model/subscription";
import { type StatusDeps } from "../../operations/statusReport";
import { hashResource } from "../../subscriptions/subscriptionId";
import { EVERY_ROW, escapeKey, prefixRange } from "../table/keys";
import { SUSPEND_REASONS, TRUTH, rowGuard, rowSchema } from "../table/rowSchema";
import { listRows, pagesOf } from "../table/rows";
import { type StoreDeps, type Action, type RowRange, type StoredRow, type Table } from "../table/table";
import { writeFitting } from "../table/writes";
import { resourcePrefix, triggerPrefix } from "./subscriptionRows";

/** Selects the rows that were ever suspended: a row without the column does not match. */
const EVER_SUSPENDED = { property: "suspended", atMost: "~" };

type SuspensionStore = Pick<DetectionPorts, "suspendSubscriptions" | "resumeSubscriptions"> &
  Pick<StatusDeps, "countSuspended">;

/** The store of suspensions: set, cleared and counted. */
export function suspensionStore(subscriptions: Table, { report }: Pick<StoreDeps, "report">): SuspensionStore {
  return {
    /**
     * Suspends the subscriptions in scope for this reason, also those suspended for another. Repeated, it writes
     * nothing.
     */
    suspendSubscriptions: (instanceId, { reason, ...scope }) => setSuspended(subscriptions, instanceId, scope, reason),

    /** Ends any suspension of the subscriptions in scope. */
    resumeSubscriptions: (instanceId, scope) => setSuspended(subscriptions, instanceId, scope, ""),

    /**
     * The number of live subscriptions of an instance that are suspended, by reason. Reasons without any are absent.
     */
    countSuspended: async (instanceId) => {
      const options = { where: EVER_SUSPENDED, select: ["live", "suspended"] };
      const list = { table: subscriptions, partition: escapeKey(instanceId), range: EVERY_ROW, options, report };
      const counts: Partial<Record<SuspendReason, number>> = {};
      for (const { live, suspended } of await listRows(list, toSuspended)) {
        if (live && suspended !== "") counts[suspended] = (counts[suspended] ?? 0) + 1;
      }
      return counts;
    },
  };
}

/**
 * Sets the column of the subscriptions in scope that have another value, page by page. One that was removed since is
 * skipped.
 */
async function setSuspended(
  subscriptions: Table,
  instanceId: string,
  scope: SuspensionScope,
  suspended: SuspendedRow["suspended"],
): Promise<void> {
  const partition = escapeKey(instanceId);
  for (const range of scopeRanges(scope)) {
    for await (const rows of pagesOf(subscriptions, partition, range, { select: ["suspended"] })) {
      const others = rows.filter(({ values }) => (values["suspended"] ?? "") !== suspended);
      const merges = others.map(({ row }): Action => ({ kind: "merge", row, values: { suspended } }));
      await writeFitting(subscriptions, partition, merges);
    }
  }
}

/** The ranges of the subscriptions of a scope. Subscriptions to any resource are in no resource's scope. */
function scopeRanges({ trigger, resource }: SuspensionScope): readonly RowRange[] {
  const triggers = trigger === undefined ? TRIGGERS : [trigger];
  const toPrefix = (each: (typeof TRIGGERS)[number]): string =>
    resource === undefined ? triggerPrefix(each) : resourcePrefix(each, hashResource(resource));
  return triggers.map((each) => prefixRange(toPrefix(each)));
}

interface SuspendedRow {
  readonly live: boolean;
  /** Empty when the subscription is not suspended any more: a merge cannot remove a column. */
  readonly suspended: SuspendReason | "";
}

const isSuspendedRow = rowGuard<SuspendedRow>(
  rowSchema({ live: TRUTH, suspended: { enum: ["", ...SUSPEND_REASONS] } }),
);

function toSuspended({ values }: StoredRow): SuspendedRow | undefined {
  return isSuspendedRow(values) ? values : undefined;
}
