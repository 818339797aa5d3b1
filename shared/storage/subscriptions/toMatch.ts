import { type Match } from "../../delivery/isForSubscription";
import { parseSubscriptionRow } from "../keys/subscriptionKeys";
import { rowGuard } from "../rows/rowGuard";
import { COUNT, TRUTH, rowSchema } from "../rows/rowSchema";
import { type StoredRow } from "../table/table";
import { WISH_COLUMNS, type WishRow, toWish } from "./wishValues";

type MatchRow = Pick<Match, "afterSequence" | "untilSequence" | "slow"> & WishRow;

const OPTIONAL = { untilSequence: COUNT, slow: TRUTH, ...WISH_COLUMNS };
const isMatchRow = rowGuard<MatchRow>(rowSchema({ afterSequence: COUNT }, OPTIONAL));

export const MATCH_COLUMNS = ["afterSequence", ...Object.keys(OPTIONAL)];

/** The part of a subscription's row that says which events it sees. */
export function toMatch({ row, values }: StoredRow, instanceId: string): Match | undefined {
  const key = parseSubscriptionRow(instanceId, row);
  if (!key || !isMatchRow(values)) return undefined;
  const { afterSequence, untilSequence, slow } = values;
  return {
    key,
    afterSequence,
    ...(untilSequence !== undefined && { untilSequence }),
    ...(slow !== undefined && { slow }),
    ...toWish(values),
  };
}
