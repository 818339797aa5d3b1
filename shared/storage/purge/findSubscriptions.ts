import { type SubscriptionKey } from "../../model/subscription";
import { loadSubscriptionRows } from "../subscriptions/loadSubscriptionRows";
import { subscriptionRow } from "../keys/subscriptionKeys";
import { type Table } from "../table/table";

/** The random parts of those that are stored, whether they can be read or not. */
export const findSubscriptions =
  (subscriptions: Table) =>
  async (keys: readonly SubscriptionKey[]): Promise<ReadonlySet<string>> => {
    const rows = await loadSubscriptionRows(subscriptions, keys);
    const stored = keys.filter((key) => rows.has(`${key.instanceId}/${subscriptionRow(key)}`));
    return new Set(stored.map(({ random }) => random));
  };
