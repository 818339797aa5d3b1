import { type SubscriptionKey } from "../../shared/model/subscription";
import { subscriptionRow } from "../../shared/storage/subscriptions/subscriptionRows";
import { type Action, type Table } from "../../shared/storage/table/table";

/** A transaction has at most so many rows. */
const ROWS = 100;
/** More writes at once would wait so long for the storage emulator on a busy machine that the client gives them up. */
const WRITES = 4;

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
  const chunks = Array.from({ length: Math.ceil(inserts.length / ROWS) }, (_, index) =>
    inserts.slice(index * ROWS, (index + 1) * ROWS),
  );
  const writer = async (): Promise<void> => {
    for (let chunk = chunks.shift(); chunk; chunk = chunks.shift()) await table.write(instanceId, chunk);
  };
  await Promise.all(Array.from({ length: WRITES }, writer));
}
