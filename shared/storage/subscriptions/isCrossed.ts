import { type DetectedEvent } from "../../model/event";
import { escapeKey } from "../keys/escapeKey";
import { type Table } from "../table/table";
import { eventRanges } from "./eventRanges";

/** True when a subscription that no later one took over is in reach of the event: an event to come is only for such. */
export const isCrossed =
  (subscriptions: Table) =>
  async (event: DetectedEvent): Promise<boolean> => {
    const options = { top: 1, where: { property: "live", equals: true }, select: ["live"] };
    for (const range of eventRanges(event)) {
      const rows = await subscriptions.list(escapeKey(event.instanceId), range, options);
      if (rows.length > 0) return true;
    }
    return false;
  };
