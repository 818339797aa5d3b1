import { type HealthChange } from "../../delivery/ports";
import { DORMANCY_CAUSES, type DormancyCause, type HealthCounts } from "../../model/subscription";
import { writeFitting } from "../table/confirmWrites";
import { EVERY_ROW, escapeKey } from "../table/keys";
import { type Report, TRUTH, mapRows, rowGuard, rowSchema } from "../table/rows";
import { type Action, type StoredRow, type Table } from "../table/table";
import { loadSubscriptionRows } from "./loadSubscription";
import { fromHealth, subscriptionRow } from "./subscriptionRows";

/** Of those whose health an attempt ever changed: a row without one does not match. */
const EVER_CHANGED = { property: "cause", atMost: "~" };

/** How many live subscriptions of an instance are dormant, by cause, and how many are slow; causes that no one has are absent. */
export const countUnhealthy =
  (subscriptions: Table, report: Report) =>
  async (instanceId: string): Promise<HealthCounts> => {
    const partition = escapeKey(instanceId);
    const options = { where: EVER_CHANGED, select: ["live", "slow", "cause"] };
    const rows = await subscriptions.list(partition, EVERY_ROW, options);
    const found = mapRows(rows, toUnhealthy, { table: subscriptions.name, partition, report }).filter(
      ({ live }) => live,
    );
    const dormant: Partial<Record<DormancyCause, number>> = {};
    for (const { cause } of found) if (cause !== "") dormant[cause] = (dormant[cause] ?? 0) + 1;
    return { dormant, slow: found.filter(({ slow }) => slow).length };
  };

interface HealthRow {
  readonly live: boolean;
  readonly slow: boolean;
  /** Empty when it is not dormant, or not any more. */
  readonly cause: DormancyCause | "";
}

const isHealthRow = rowGuard<HealthRow>(
  rowSchema({ live: TRUTH, slow: TRUTH, cause: { enum: ["", ...DORMANCY_CAUSES] } }),
);

function toUnhealthy({ values }: StoredRow): HealthRow | undefined {
  return isHealthRow(values) ? values : undefined;
}

/**
 * Merges by the version of the row: one that was removed is not brought back, and one that somebody else changes at the same
 * time is passed over, as is one whose stored health is newer. All of one instance.
 */
export const saveHealth =
  (subscriptions: Table) =>
  async (instanceId: string, changes: readonly HealthChange[]): Promise<void> => {
    const stored = await loadSubscriptionRows(
      subscriptions,
      changes.map(({ key }) => key),
    );
    const merges = changes.flatMap(({ key, health }): Action[] => {
      const row = subscriptionRow(key);
      const known = stored.get(`${instanceId}/${row}`);
      if (!known || String(known.values["healthChangedAt"] ?? "") >= health.changedAt) return [];
      return [{ kind: "merge", row, values: fromHealth(health), version: known.version }];
    });
    await writeFitting(subscriptions, escapeKey(instanceId), merges);
  };
