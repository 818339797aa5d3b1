import { type Subscription, type SubscriptionKey } from "../../model/subscription";
import { escapeKey } from "../keys/escapeKey";
import { subscriptionRow } from "../keys/subscriptionKeys";
import { readRow } from "../rows/readRow";
import { type Table } from "../table/table";
import { type Sealing, toSubscription } from "./subscriptionValues";

/** `subscriptions`: the table of that name. */
export const loadSubscription =
  (subscriptions: Table, sealing: Sealing) =>
  (key: SubscriptionKey): Promise<Subscription | undefined> =>
    readRow(subscriptions, escapeKey(key.instanceId), subscriptionRow(key), (stored) =>
      toSubscription(stored, key.instanceId, sealing),
    );
