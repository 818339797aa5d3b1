/**
 * The interest of an instance's subscriptions: the triggers, segments and measures that at least one live subscription
 * is for. A poll reads no more from CI than that. matching.ts goes the other way, from an event to its subscriptions.
 */
import { type DetectionPorts } from "../../detection/ports";
import { TRIGGERS, type Trigger } from "../../model/event";
import { escapeKey, prefixRange } from "../table/keys";
import { invalidRow } from "../table/rows";
import { type StoreDeps, type RowRange, type Table, afterRow } from "../table/table";
import { parseSubscriptionRow, resourcePrefix, triggerPrefix } from "./subscriptionRows";

type InterestStore = Pick<DetectionPorts, "loadInterest">;

/** The store's view of what must be polled. */
export function interestStore(subscriptions: Table, { report }: Pick<StoreDeps, "report">): InterestStore {
  return {
    /**
     * The interest of live subscriptions, suspended ones included: one small query for each trigger, and one for each
     * segment and measure, however many subscriptions there are.
     */
    loadInterest: async (instanceId) => {
      const partition = escapeKey(instanceId);
      const [found, segments, measures] = await Promise.all([
        Promise.all(TRIGGERS.map((trigger) => findTrigger(subscriptions, partition, trigger))),
        loadResources(subscriptions, partition, "segment-threshold-crossed", report),
        loadResources(subscriptions, partition, "measure-threshold-crossed", report),
      ]);
      return { triggers: new Set(found.flat()), segments, measures };
    },
  };
}

async function findTrigger(table: Table, partition: string, trigger: Trigger): Promise<readonly Trigger[]> {
  const options = { top: 1, where: { property: "live", equals: true }, select: ["live"] };
  const rows = await table.list(partition, prefixRange(triggerPrefix(trigger)), options);
  return rows.length > 0 ? [trigger] : [];
}

/**
 * The names of the resources of live subscriptions to a trigger, each once: the query after a resource's first row
 * begins after its last. A row that does not name its resource is reported and skipped.
 */
async function loadResources(
  subscriptions: Table,
  partition: string,
  trigger: Trigger,
  report: StoreDeps["report"],
): Promise<readonly string[]> {
  const options = { top: 1, where: { property: "live", equals: true }, select: ["resource"] };
  const names: string[] = [];
  let rest: RowRange = prefixRange(triggerPrefix(trigger));
  for (;;) {
    const [row] = await subscriptions.list(partition, rest, options);
    if (!row) return names;
    const name = row.values["resource"];
    const key = parseSubscriptionRow(partition, row.row);
    if (key && typeof name === "string") {
      names.push(name);
      rest = { from: prefixRange(resourcePrefix(trigger, key.resourceHash)).before, before: rest.before };
    } else {
      report(invalidRow(subscriptions.name, partition, row.row));
      rest = afterRow(rest, row.row);
    }
  }
}
