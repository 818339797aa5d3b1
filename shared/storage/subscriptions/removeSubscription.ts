import { type SubscriptionKey } from "../../model/subscription";
import { escapeKey } from "../keys/escapeKey";
import { subscriptionRow } from "../keys/subscriptionKeys";
import { type Table } from "../table/table";

/** The subscription's own row alone: its entries in the indexes are abandoned then, and the purge finds them. */
export const removeSubscription =
  (subscriptions: Table) =>
  async (key: SubscriptionKey): Promise<void> => {
    await subscriptions.write(escapeKey(key.instanceId), [{ kind: "remove", row: subscriptionRow(key) }]);
  };
