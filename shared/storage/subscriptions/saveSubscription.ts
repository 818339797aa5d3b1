import {
  type CallbackEntry,
  type CallbackOwner,
  type Subscription,
  type SubscriptionKey,
} from "../../model/subscription";
import { unavailable } from "../client/failures";
import { EVERY_ROW, escapeKey } from "../table/keys";
import { type Report, mapRows } from "../table/rows";
import { type Action, type Table } from "../table/table";
import {
  type Sealing,
  callbackPartition,
  connectionPartition,
  connectionRow,
  fromEntry,
  fromSubscription,
  subscriptionRow,
  toEntry,
} from "./subscriptionRows";

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

/** The subscription's own row alone: its entries in the indexes are abandoned then, and the purge finds them. */
export const removeSubscription =
  (subscriptions: Table) =>
  async (key: SubscriptionKey): Promise<void> => {
    await subscriptions.write(escapeKey(key.instanceId), [{ kind: "remove", row: subscriptionRow(key) }]);
  };

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

/** Enters a subscription in the index of its connection's callback URL; before the subscription, so that none is unknown. */
export const indexCallback =
  (subscriptions: Table) =>
  async (subscription: Subscription, order: number): Promise<void> => {
    const { key } = subscription;
    await subscriptions.write(callbackPartition(subscription), [
      { kind: "upsert", row: escapeKey(key.random), values: fromEntry({ key, order }) },
    ]);
  };

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

/** Every subscription that this connection made with this callback URL, also one whose own row is not there. */
export const listByCallback =
  (subscriptions: Table, report: Report) =>
  async (owner: CallbackOwner): Promise<readonly CallbackEntry[]> => {
    const partition = callbackPartition(owner);
    const rows = await subscriptions.list(partition, EVERY_ROW);
    return mapRows(rows, toEntry, { table: subscriptions.name, partition, report });
  };

/** A connection's subscriptions, those that were superseded and are still kept too; counts no further than `most`. */
export const countByConnection =
  (subscriptions: Table) =>
  async (connection: string, most: number): Promise<number> =>
    (await subscriptions.list(connectionPartition(connection), EVERY_ROW, { top: most, select: ["order"] })).length;
