import { type Subscription, type SubscriptionKey } from "../../model/subscription";
import { subscriptionRow } from "../keys/subscriptionKeys";
import { invalidRow } from "../rows/invalidRow";
import { type Table } from "../table/table";
import { joinLoads } from "./joinLoads";
import { loadSubscriptionRows } from "./loadSubscriptionRows";
import { type Sealing, toSubscription } from "./subscriptionValues";

/**
 * Undefined when it is not there; throws `invalid-row`, and `undecryptable` from `open`. `subscriptions`: the table of that
 * name. Loads that begin together, as those of a chunk do, share their queries: else each delivery would cost one.
 */
export const loadSubscription = (subscriptions: Table, sealing: Sealing) => {
  const loadRows = joinLoads((keys: readonly SubscriptionKey[]) => loadSubscriptionRows(subscriptions, keys));
  return async (key: SubscriptionKey): Promise<Subscription | undefined> => {
    const { instanceId } = key;
    const stored = (await loadRows(key)).get(`${instanceId}/${subscriptionRow(key)}`);
    if (!stored) return undefined;
    const subscription = toSubscription(stored, instanceId, sealing);
    if (!subscription) throw invalidRow(subscriptions.name, instanceId, stored.row);
    return subscription;
  };
};
