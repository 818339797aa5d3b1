import { type SuspendReason } from "../../model/subscription";
import { escapeKey } from "../keys/escapeKey";
import { EVERY_ROW } from "../keys/everyRow";
import { type Report, mapRows } from "../rows/mapRows";
import { rowGuard } from "../rows/rowGuard";
import { TRUTH, rowSchema } from "../rows/rowSchema";
import { SUSPEND_REASONS } from "../rows/suspendReasons";
import { type StoredRow, type Table } from "../table/table";

interface MarkRow {
  readonly live: boolean;
  /** Empty when it was suspended and is not any more. */
  readonly suspended: SuspendReason | "";
}

const isMarkRow = rowGuard<MarkRow>(rowSchema({ live: TRUTH, suspended: { enum: ["", ...SUSPEND_REASONS] } }));

/** Of those that were ever suspended: a row without a mark does not match. */
const EVER_SUSPENDED = { property: "suspended", atMost: "~" };

/** How many live subscriptions of an instance are suspended, by reason; reasons that no one has are absent. */
export const countSuspended =
  (subscriptions: Table, report: Report) =>
  async (instanceId: string): Promise<Partial<Record<SuspendReason, number>>> => {
    const partition = escapeKey(instanceId);
    const options = { where: EVER_SUSPENDED, select: ["live", "suspended"] };
    const rows = await subscriptions.list(partition, EVERY_ROW, options);
    const counts: Partial<Record<SuspendReason, number>> = {};
    for (const { live, suspended } of mapRows(rows, toMark, { table: subscriptions.name, partition, report })) {
      if (live && suspended !== "") counts[suspended] = (counts[suspended] ?? 0) + 1;
    }
    return counts;
  };

function toMark({ values }: StoredRow): MarkRow | undefined {
  return isMarkRow(values) ? values : undefined;
}
