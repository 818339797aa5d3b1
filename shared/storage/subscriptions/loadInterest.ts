import { TRIGGERS, type Trigger } from "../../model/trigger";
import { escapeKey } from "../keys/escapeKey";
import { prefixRange } from "../keys/prefixRange";
import { triggerPrefix } from "../keys/subscriptionKeys";
import { type Table } from "../table/table";

/** The triggers that at least one live subscription of the instance has: one small query each, however many there are. */
export const loadInterest =
  (subscriptions: Table) =>
  async (instanceId: string): Promise<ReadonlySet<Trigger>> => {
    const partition = escapeKey(instanceId);
    const options = { top: 1, where: { property: "live", equals: true }, select: ["live"] };
    const found = await Promise.all(
      TRIGGERS.map(async (trigger) => {
        const rows = await subscriptions.list(partition, prefixRange(triggerPrefix(trigger)), options);
        return rows.length > 0 ? [trigger] : [];
      }),
    );
    return new Set(found.flat());
  };
