import { type CallbackOwner, type SubscriptionKey } from "../../model/subscription";
import { escapeKey } from "../keys/escapeKey";
import { callbackPartition, connectionPartition, connectionRow, subscriptionRow } from "../keys/subscriptionKeys";
import { type Table } from "../table/table";

/** Each subscription, then its entries in the indexes: whatever is interrupted can still be found by its callback. */
export const removeSubscriptions =
  (subscriptions: Table) =>
  async (owner: CallbackOwner, keys: readonly SubscriptionKey[]): Promise<void> => {
    await Promise.all(
      keys.map(async (key) => {
        await subscriptions.write(escapeKey(key.instanceId), [{ kind: "remove", row: subscriptionRow(key) }]);
        await Promise.all([
          subscriptions.write(connectionPartition(owner.connection), [{ kind: "remove", row: connectionRow(key) }]),
          subscriptions.write(callbackPartition(owner), [{ kind: "remove", row: escapeKey(key.random) }]),
        ]);
      }),
    );
  };
