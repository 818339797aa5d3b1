import { type Subscription, type SubscriptionKey } from "../../model/subscription";
import { escapeKey } from "../keys/escapeKey";
import { subscriptionRow } from "../keys/subscriptionKeys";
import { type Action, type Table } from "../table/table";
import { unavailable } from "../unavailable";
import { type Sealing, fromSubscription } from "./subscriptionValues";

/**
 * One transaction: the new subscription, and the end of those it supersedes, which must be of the same instance. Each event
 * then is for exactly one of them. A superseded one that is gone is passed over.
 */
export const saveSubscription =
  (subscriptions: Table, sealing: Sealing) =>
  async (subscription: Subscription, superseded: readonly SubscriptionKey[]): Promise<void> => {
    const { key, afterSequence, createdAt } = subscription;
    const insert: Action = {
      kind: "insert",
      row: subscriptionRow(key),
      values: fromSubscription(subscription, sealing),
    };
    const end = { untilSequence: afterSequence, live: false, endedAt: createdAt };
    let ends = superseded.map((each): Action => ({ kind: "merge", row: subscriptionRow(each), values: end }));
    for (;;) {
      const result = await subscriptions.write(escapeKey(key.instanceId), [insert, ...ends]);
      if (result.written) return;
      if (result.action === 0) throw unavailable(subscriptions.name, new Error("the random part is taken"));
      const missing = result.action - 1;
      ends = ends.filter((_, index) => index !== missing);
    }
  };
