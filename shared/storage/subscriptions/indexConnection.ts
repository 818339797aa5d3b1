import { type Subscription } from "../../model/subscription";
import { connectionPartition, connectionRow } from "../keys/subscriptionKeys";
import { type Table } from "../table/table";
import { fromEntry } from "./callbackEntries";

/**
 * Enters a subscription in the index of its connection; before the subscription, so that none is missing. `order`: when, which is
 * all that keeps the purge from taking it for abandoned until the subscription is there.
 */
export const indexConnection =
  (subscriptions: Table) =>
  async ({ key, connection }: Pick<Subscription, "key" | "connection">, order: number): Promise<void> => {
    await subscriptions.write(connectionPartition(connection), [
      { kind: "upsert", row: connectionRow(key), values: fromEntry({ key, order }) },
    ]);
  };
