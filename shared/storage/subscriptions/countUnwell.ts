import { DORMANCY_CAUSES, type DormancyCause, type UnwellCounts } from "../../model/subscription";
import { escapeKey } from "../keys/escapeKey";
import { EVERY_ROW } from "../keys/everyRow";
import { type Report, mapRows } from "../rows/mapRows";
import { rowGuard } from "../rows/rowGuard";
import { TRUTH, rowSchema } from "../rows/rowSchema";
import { type StoredRow, type Table } from "../table/table";

interface UnwellRow {
  readonly live: boolean;
  readonly slow: boolean;
  /** Empty when it is not dormant, or not any more. */
  readonly cause: DormancyCause | "";
}

const isUnwellRow = rowGuard<UnwellRow>(
  rowSchema({ live: TRUTH, slow: TRUTH, cause: { enum: ["", ...DORMANCY_CAUSES] } }),
);

/** Of those whose health an attempt ever changed: a row without one does not match. */
const EVER_CHANGED = { property: "cause", atMost: "~" };

/** How many live subscriptions of an instance are dormant, by cause, and how many are slow; causes that no one has are absent. */
export const countUnwell =
  (subscriptions: Table, report: Report) =>
  async (instanceId: string): Promise<UnwellCounts> => {
    const partition = escapeKey(instanceId);
    const options = { where: EVER_CHANGED, select: ["live", "slow", "cause"] };
    const rows = await subscriptions.list(partition, EVERY_ROW, options);
    const found = mapRows(rows, toUnwell, { table: subscriptions.name, partition, report }).filter(({ live }) => live);
    const dormant: Partial<Record<DormancyCause, number>> = {};
    for (const { cause } of found) if (cause !== "") dormant[cause] = (dormant[cause] ?? 0) + 1;
    return { dormant, slow: found.filter(({ slow }) => slow).length };
  };

function toUnwell({ values }: StoredRow): UnwellRow | undefined {
  return isUnwellRow(values) ? values : undefined;
}
