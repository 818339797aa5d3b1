import { type Match } from "../../delivery/isForSubscription";
import { parseSubscriptionRow } from "../keys/subscriptionKeys";
import { rowGuard } from "../rows/rowGuard";
import { COUNT, rowSchema } from "../rows/rowSchema";
import { type StoredRow } from "../table/table";

const isMatchRow = rowGuard<Omit<Match, "key">>(rowSchema({ afterSequence: COUNT }, { untilSequence: COUNT }));

/** The part of a subscription's row that says which events it sees. */
export function toMatch({ row, values }: StoredRow, instanceId: string): Match | undefined {
  const key = parseSubscriptionRow(instanceId, row);
  if (!key || !isMatchRow(values)) return undefined;
  const { afterSequence, untilSequence } = values;
  return untilSequence === undefined ? { key, afterSequence } : { key, afterSequence, untilSequence };
}
