import { type FoundSubscription } from "../../delivery/purge/purgeCallbacks";
import { type SubscriptionKey } from "../../model/subscription";
import { subscriptionRow } from "../keys/subscriptionKeys";
import { loadSubscriptionRows } from "../subscriptions/loadSubscriptionRows";
import { type StoredRow, type Table } from "../table/table";

/** Those that are stored, by their random parts, whether they can be read or not. */
export const findSubscriptions =
  (subscriptions: Table) =>
  async (keys: readonly SubscriptionKey[]): Promise<ReadonlyMap<string, FoundSubscription>> => {
    const rows = await loadSubscriptionRows(subscriptions, keys);
    const found = keys.flatMap((key) => {
      const stored = rows.get(`${key.instanceId}/${subscriptionRow(key)}`);
      return stored ? [[key.random, toFound(stored)] as const] : [];
    });
    return new Map(found);
  };

function toFound({ values: { live, afterSequence } }: StoredRow): FoundSubscription {
  const isReadable = typeof afterSequence === "number";
  return { isLive: live === true && isReadable, afterSequence: isReadable ? afterSequence : 0 };
}
