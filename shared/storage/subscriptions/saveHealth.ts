import { type HealthChange } from "../../delivery/updateHealth";
import { escapeKey } from "../keys/escapeKey";
import { subscriptionRow } from "../keys/subscriptionKeys";
import { type Action, type Table } from "../table/table";
import { writeFitting } from "../table/writeFitting";
import { fromHealth } from "./healthValues";
import { loadSubscriptionRows } from "./loadSubscriptionRows";

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
