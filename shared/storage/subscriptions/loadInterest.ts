import { type Interest } from "../../detection/interest";
import { TRIGGERS, type Trigger } from "../../model/event";
import { escapeKey } from "../keys/escapeKey";
import { prefixRange } from "../keys/prefixRange";
import { triggerPrefix } from "../keys/subscriptionKeys";
import { type Report } from "../rows/mapRows";
import { type Table } from "../table/table";
import { loadResources } from "./loadResources";

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
