/**
 * The health of subscriptions: columns of their rows that say how their flows answered of late, active or dormant, and
 * slow or not. What an answer does to the health is decided in `delivery/health.ts`. What CI no longer has is a
 * suspension instead (suspension.ts).
 */
import { type DeliveryPorts } from "../../delivery/ports";
import { DORMANCY_CAUSES, type DormancyCause } from "../../model/subscription";
import { type StatusDeps } from "../../operations/statusReport";
import { EVERY_ROW, escapeKey } from "../table/keys";
import { TRUTH, rowGuard, rowSchema } from "../table/rowSchema";
import { listRows } from "../table/rows";
import { type StoreDeps, type Action, type StoredRow, type Table } from "../table/table";
import { writeFitting } from "../table/writes";
import { loadSubscriptionRows } from "./rowLoads";
import { fromHealth, subscriptionRow } from "./subscriptionRows";

/** Selects the rows whose health an attempt ever changed: a row without a cause does not match. */
const EVER_CHANGED = { property: "cause", atMost: "~" };

type HealthStore = Pick<DeliveryPorts, "saveHealth"> & Pick<StatusDeps, "countUnhealthy">;

/** The store of health: saved after attempts, and counted for the status report. */
export function healthStore(subscriptions: Table, { report }: Pick<StoreDeps, "report">): HealthStore {
  return {
    /**
     * Changes the health of subscriptions of one instance. One whose row was removed, was changed since, or has a newer
     * health is skipped.
     */
    saveHealth: async (instanceId, changes) => {
      const keys = changes.map(({ key }) => key);
      const stored = await loadSubscriptionRows(subscriptions, keys);
      const merges = changes.flatMap(({ key, health }): Action[] => {
        const row = subscriptionRow(key);
        const known = stored.get(`${instanceId}/${row}`);
        if (!known || String(known.values["healthChangedAt"] ?? "") >= health.changedAt) return [];
        return [{ kind: "merge", row, values: fromHealth(health), version: known.version }];
      });
      await writeFitting(subscriptions, escapeKey(instanceId), merges);
    },

    /**
     * The number of live subscriptions of an instance that are dormant, by cause, and that are slow. Causes without any
     * are absent.
     */
    countUnhealthy: async (instanceId) => {
      const options = { where: EVER_CHANGED, select: ["live", "slow", "cause"] };
      const list = { table: subscriptions, partition: escapeKey(instanceId), range: EVERY_ROW, options, report };
      const found = (await listRows(list, toUnhealthy)).filter(({ live }) => live);
      const dormant: Partial<Record<DormancyCause, number>> = {};
      for (const { cause } of found) if (cause !== "") dormant[cause] = (dormant[cause] ?? 0) + 1;
      return { dormant, slow: found.filter(({ slow }) => slow).length };
    },
  };
}

interface UnhealthyRow {
  readonly live: boolean;
  readonly slow: boolean;
  /** Empty when the subscription is not dormant. */
  readonly cause: DormancyCause | "";
}

const isUnhealthyRow = rowGuard<UnhealthyRow>(
  rowSchema({ live: TRUTH, slow: TRUTH, cause: { enum: ["", ...DORMANCY_CAUSES] } }),
);

function toUnhealthy({ values }: StoredRow): UnhealthyRow | undefined {
  return isUnhealthyRow(values) ? values : undefined;
}
