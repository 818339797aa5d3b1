import { type EndedSubscription } from "../../delivery/purge/isSubscriptionOver";
import { type Instant } from "../../model/instant";
import { escapeKey } from "../keys/escapeKey";
import { EVERY_ROW } from "../keys/everyRow";
import { parseSubscriptionRow } from "../keys/subscriptionKeys";
import { type Report, mapRows } from "../rows/mapRows";
import { rowGuard } from "../rows/rowGuard";
import { COUNT, INSTANT, rowSchema } from "../rows/rowSchema";
import { HEALTH_COLUMNS, type HealthRow } from "../subscriptions/healthValues";
import { type StoredRow, type Table } from "../table/table";

interface EndedRow extends Pick<HealthRow, "state" | "dormantSince"> {
  readonly createdAt: Instant;
  readonly untilSequence?: number;
  /** Absent where an older version of the app has ended it. */
  readonly endedAt?: Instant;
}

const { state, dormantSince } = HEALTH_COLUMNS;
const OPTIONAL = { state, dormantSince, untilSequence: COUNT, endedAt: INSTANT };
const isEndedRow = rowGuard<EndedRow>(rowSchema({ createdAt: INSTANT }, OPTIONAL));
const select = ["createdAt", ...Object.keys(OPTIONAL)];

/** An instance's subscriptions that are dormant or superseded; the store picks them out. */
export const listEndedSubscriptions =
  (subscriptions: Table, report: Report) =>
  async (instanceId: string): Promise<readonly EndedSubscription[]> => {
    const partition = escapeKey(instanceId);
    const kinds = [
      { property: "state", equals: "dormant" },
      { property: "live", equals: false },
    ];
    const found = await Promise.all(kinds.map((where) => subscriptions.list(partition, EVERY_ROW, { where, select })));
    const rows = [...new Map(found.flat().map((stored) => [stored.row, stored])).values()];
    const toEnded = (stored: StoredRow): EndedSubscription | undefined => toEndedSubscription(stored, instanceId);
    return mapRows(rows, toEnded, { table: subscriptions.name, partition, report });
  };

function toEndedSubscription({ row, version, values }: StoredRow, instanceId: string): EndedSubscription | undefined {
  const key = parseSubscriptionRow(instanceId, row);
  if (!key || !isEndedRow(values)) return undefined;
  const { untilSequence: sequence, endedAt = values.createdAt } = values;
  return {
    key,
    version,
    ...(values.state === "dormant" && values.dormantSince && { dormantSince: values.dormantSince }),
    ...(sequence !== undefined && { ended: { at: endedAt, sequence } }),
  };
}
