import { type Interest } from "../../detection/observe/interest";
import { TRIGGERS, type Trigger } from "../../model/event";
import { escapeKey, prefixRange } from "../table/keys";
import { type Report, invalidRow } from "../table/rows";
import { type Table } from "../table/table";
import { parseSubscriptionRow, resourcePrefix, triggerPrefix } from "./subscriptionRows";

/**
 * What the live subscriptions of an instance are for, suspended ones too: one small query for each trigger, and one for each
 * segment and measure, however many subscriptions there are.
 */
export const loadInterest =
  (subscriptions: Table, report: Report) =>
  async (instanceId: string): Promise<Interest> => {
    const partition = escapeKey(instanceId);
    const [found, segments, measures] = await Promise.all([
      Promise.all(TRIGGERS.map((trigger) => findTrigger(subscriptions, partition, trigger))),
      loadResources(subscriptions, partition, "segment-threshold-crossed", report),
      loadResources(subscriptions, partition, "measure-threshold-crossed", report),
    ]);
    return { triggers: new Set(found.flat()), segments, measures };
  };

async function findTrigger(table: Table, partition: string, trigger: Trigger): Promise<readonly Trigger[]> {
  const options = { top: 1, where: { property: "live", equals: true }, select: ["live"] };
  const rows = await table.list(partition, prefixRange(triggerPrefix(trigger)), options);
  return rows.length > 0 ? [trigger] : [];
}

/**
 * The names of the resources that live subscriptions to a trigger are for, each once: from one resource's first row to the
 * next's. A row that does not name its resource is reported, and the next one asked.
 */
async function loadResources(
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
