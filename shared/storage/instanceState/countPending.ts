import { type Instant } from "../../model/instant";
import { escapeKey } from "../keys/escapeKey";
import { prefixRange } from "../keys/prefixRange";
import { PENDING_PREFIX, eventRow } from "../keys/stateKeys";
import { type Report, mapRows } from "../rows/mapRows";
import { type Table } from "../table/table";
import { toEvent } from "./eventRows";

/** How many events of an instance have a pending marker, and when the oldest of them was detected; absent when none can tell. */
export const countPending =
  (instanceState: Table, report: Report) =>
  async (instanceId: string): Promise<{ readonly count: number; readonly oldestDetectedAt?: Instant }> => {
    const partition = escapeKey(instanceId);
    const markers = await instanceState.list(partition, prefixRange(PENDING_PREFIX), { select: ["sequence"] });
    const sequence = markers[0]?.values["sequence"];
    const row = typeof sequence === "number" ? await instanceState.get(partition, eventRow(sequence)) : undefined;
    const [event] = mapRows(row ? [row] : [], toEvent, { table: instanceState.name, partition, report });
    return { count: markers.length, ...(event && { oldestDetectedAt: event.detectedAt }) };
  };
