import { type Instant } from "../../model/instant";
import { type Watch } from "../../model/subject";
import { rowGuard } from "../rows/rowGuard";
import { COUNT, INSTANT, TEXT, rowSchema } from "../rows/rowSchema";
import { type StoredRow } from "../table/table";

export const WATCH_PARTITION = "watch";

interface WatchRow {
  readonly instanceId: string;
  readonly nextPollAt: Instant;
  readonly lastPollAt?: Instant;
  readonly failures: number;
  readonly invisible?: number;
}

const isWatchRow = rowGuard<WatchRow>(
  rowSchema({ instanceId: TEXT, nextPollAt: INSTANT, failures: COUNT }, { invisible: COUNT, lastPollAt: INSTANT }),
);

export function toWatch({ values, version }: StoredRow): Watch | undefined {
  if (!isWatchRow(values)) return undefined;
  const { instanceId, nextPollAt, lastPollAt, failures, invisible } = values;
  const last = lastPollAt === undefined ? {} : { lastPollAt };
  return { instanceId, nextPollAt, ...last, failures, ...(invisible && { invisible }), version };
}
