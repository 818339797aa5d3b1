import { TRIGGERS } from "../../model/event";
import { type SuspendReason, type Suspension, type SuspensionScope } from "../../model/subscription";
import { hashResource } from "../../subscriptions/subscriptionId";
import { writeFitting } from "../table/confirmWrites";
import { EVERY_ROW, escapeKey, prefixRange } from "../table/keys";
import { type Report, SUSPEND_REASONS, TRUTH, mapRows, rowGuard, rowSchema } from "../table/rows";
import { type Action, type RowRange, type StoredRow, type Table } from "../table/table";
import { resourcePrefix, triggerPrefix } from "./subscriptionRows";

/** Marks the subscriptions in scope with the reason, whatever they were. Repeated, it writes nothing. */
export const suspendSubscriptions =
  (subscriptions: Table) =>
  (instanceId: string, { reason, ...scope }: Suspension): Promise<void> =>
    markSuspended(subscriptions, instanceId, scope, reason);

/** How a subscription's row says that it is suspended; a merge cannot take a column away, so empty stands for "not". */
type Mark = SuspendReason | "";

/** Sets the mark of the subscriptions in scope that have another, page by page. One that is removed meanwhile stays so. */
async function markSuspended(
  subscriptions: Table,
  instanceId: string,
  scope: SuspensionScope,
  mark: Mark,
): Promise<void> {
  for (const range of scopeRanges(scope)) await markRange(subscriptions, escapeKey(instanceId), range, mark);
}

/** Where the subscriptions of a scope stand. Those to any resource are in no resource's scope. */
function scopeRanges({ trigger, resource }: SuspensionScope): readonly RowRange[] {
  const triggers = trigger === undefined ? TRIGGERS : [trigger];
  const toPrefix = (each: (typeof TRIGGERS)[number]): string =>
    resource === undefined ? triggerPrefix(each) : resourcePrefix(each, hashResource(resource));
  return triggers.map((each) => prefixRange(toPrefix(each)));
}

const PAGE_ROWS = 1_000;

async function markRange(table: Table, partition: string, { from, before }: RowRange, suspended: Mark): Promise<void> {
  let after: string | undefined = from;
  while (after !== undefined) {
    const rows: readonly StoredRow[] = await table.list(
      partition,
      { from: after, before },
      { top: PAGE_ROWS, select: ["suspended"] },
    );
    const others = rows.filter(({ values }) => (values["suspended"] ?? "") !== suspended);
    const merges = others.map(({ row }): Action => ({ kind: "merge", row, values: { suspended } }));
    await writeFitting(table, partition, merges);
    after = rows.length < PAGE_ROWS ? undefined : `${rows.at(-1)?.row}~`;
  }
}

/** Lifts any suspension of the subscriptions in scope. */
export const resumeSubscriptions =
  (subscriptions: Table) =>
  (instanceId: string, scope: SuspensionScope): Promise<void> =>
    markSuspended(subscriptions, instanceId, scope, "");

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

interface MarkRow {
  readonly live: boolean;
  /** Empty when it was suspended and is not any more. */
  readonly suspended: SuspendReason | "";
}

const isMarkRow = rowGuard<MarkRow>(rowSchema({ live: TRUTH, suspended: { enum: ["", ...SUSPEND_REASONS] } }));

function toMark({ values }: StoredRow): MarkRow | undefined {
  return isMarkRow(values) ? values : undefined;
}
