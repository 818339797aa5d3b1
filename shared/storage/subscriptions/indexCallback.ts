import { type Subscription } from "../../model/subscription";
import { escapeKey } from "../keys/escapeKey";
import { callbackPartition, connectionPartition, connectionRow } from "../keys/subscriptionKeys";
import { type Table } from "../table/table";
import { fromEntry } from "./callbackEntries";

/** Enters a subscription in the indexes of its callback URL and of its connection; before the subscription, so that none is unknown. */
export const indexCallback =
  (subscriptions: Table) =>
  async (subscription: Subscription, order: number): Promise<void> => {
    const { key, connection } = subscription;
    const values = fromEntry({ key, order });
    await subscriptions.write(connectionPartition(connection), [{ kind: "upsert", row: connectionRow(key), values }]);
    await subscriptions.write(callbackPartition(subscription), [
      { kind: "upsert", row: escapeKey(key.random), values },
    ]);
  };
