import { type SubscriptionKey } from "../../model/subscription";
import { escapeKey } from "../keys/escapeKey";
import { subscriptionRow } from "../keys/subscriptionKeys";
import { type Table } from "../table/table";

/** Ends a subscription at an event's number. One that has ended keeps the end it has; one that is gone is passed over. */
export const endSubscription =
  (subscriptions: Table) =>
  async (key: SubscriptionKey, untilSequence: number): Promise<void> => {
    const partition = escapeKey(key.instanceId);
    const row = subscriptionRow(key);
    for (;;) {
      const stored = await subscriptions.get(partition, row);
      if (stored?.values["live"] !== true) return;
      const values = { untilSequence, live: false };
      const result = await subscriptions.write(partition, [{ kind: "merge", row, values, version: stored.version }]);
      if (result.written) return;
    }
  };
