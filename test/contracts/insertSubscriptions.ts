import { type SubscriptionKey } from "../../shared/model/subscription";
import { subscriptionRow } from "../../shared/storage/subscriptions/subscriptionRows";
import { type Action, type Table } from "../../shared/storage/table/table";

const AT_ONCE = 100;

/** Rows of live subscriptions of one instance, as far as matching reads them, by the hundred. */
export async function insertSubscriptions(
  table: Table,
  instanceId: string,
  keys: readonly SubscriptionKey[],
): Promise<void> {
  const inserts = keys.map((key): Action => ({
    kind: "insert",
    row: subscriptionRow(key),
    values: { afterSequence: 0, live: true },
  }));
  const writes = Array.from({ length: Math.ceil(inserts.length / AT_ONCE) }, (_, index) =>
    table.write(instanceId, inserts.slice(index * AT_ONCE, (index + 1) * AT_ONCE)),
  );
  await Promise.all(writes);
}
