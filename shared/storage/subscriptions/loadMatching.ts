import { type StoredEvent } from "../../model/event";
import { type Page } from "../../model/page";
import { type Subscription } from "../../model/subscription";
import { invalidRow } from "../rows/invalidRow";
import { type Table } from "../table/table";
import { listMatchingRows } from "./listMatchingRows";
import { type Sealing, toSubscription } from "./subscriptionValues";

/** The first page of what `matchSubscriptions` finds, whole. Throws `invalid-row`, and `undecryptable` from `open`. */
export const loadMatching =
  (subscriptions: Table, sealing: Sealing) =>
  async (event: StoredEvent): Promise<Page<Subscription>> => {
    const { instanceId } = event;
    const { rows, cursor } = await listMatchingRows(subscriptions, event, { cursor: undefined });
    const items = rows.map((stored) => {
      const subscription = toSubscription(stored, instanceId, sealing);
      if (!subscription) throw invalidRow(subscriptions.name, instanceId, stored.row);
      return subscription;
    });
    return cursor === undefined ? { items } : { items, cursor };
  };
