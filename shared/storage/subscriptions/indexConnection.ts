import { type Subscription } from "../../model/subscription";
import { connectionPartition, connectionRow } from "../keys/subscriptionKeys";
import { type Table } from "../table/table";
import { fromEntry } from "./callbackEntries";

/** Enters a subscription in the index of its connection, which has no order; before the subscription, so that none is missing. */
export const indexConnection =
  (subscriptions: Table) =>
  async ({ key, connection }: Pick<Subscription, "key" | "connection">): Promise<void> => {
    await subscriptions.write(connectionPartition(connection), [
      { kind: "upsert", row: connectionRow(key), values: fromEntry({ key, order: 0 }) },
    ]);
  };
