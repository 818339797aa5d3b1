import { type Trigger } from "../../model/event";
import { prefixRange } from "../keys/prefixRange";
import { parseSubscriptionRow, resourcePrefix, triggerPrefix } from "../keys/subscriptionKeys";
import { invalidRow } from "../rows/invalidRow";
import { type Report } from "../rows/mapRows";
import { type Table } from "../table/table";

/**
 * The names of the resources that live subscriptions to a trigger are for, each once: from one resource's first row to the
 * next's. A row that does not name its resource is reported, and the next one asked.
 */
export async function loadResources(
  subscriptions: Table,
  partition: string,
  trigger: Trigger,
  report: Report,
): Promise<readonly string[]> {
  const options = { top: 1, where: { property: "live", equals: true }, select: ["resource"] };
  const { from, before } = prefixRange(triggerPrefix(trigger));
  const names: string[] = [];
  let start = from;
  for (;;) {
    const [row] = await subscriptions.list(partition, { from: start, before }, options);
    if (!row) return names;
    const name = row.values["resource"];
    const key = parseSubscriptionRow(partition, row.row);
    if (key && typeof name === "string") {
      names.push(name);
      start = prefixRange(resourcePrefix(trigger, key.resourceHash)).before;
    } else {
      report(invalidRow(subscriptions.name, partition, row.row));
      start = `${row.row}~`;
    }
  }
}
