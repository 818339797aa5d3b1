import { type Subscription } from "../../model/subscription";
import { escapeKey } from "../keys/escapeKey";
import { callbackPartition } from "../keys/subscriptionKeys";
import { type Table } from "../table/table";
import { fromEntry } from "./callbackEntries";

/** Enters a subscription in the index of its connection's callback URL; before the subscription, so that none is unknown. */
export const indexCallback =
  (subscriptions: Table) =>
  async (subscription: Subscription, order: number): Promise<void> => {
    const { key } = subscription;
    await subscriptions.write(callbackPartition(subscription), [
      { kind: "upsert", row: escapeKey(key.random), values: fromEntry({ key, order }) },
    ]);
  };
