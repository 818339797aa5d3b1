import { randomUUID } from "node:crypto";
import { type Instant, toInstant } from "../model/instant";
import { type Watch } from "../model/subject";
import { unavailable } from "./client/failures";
import { EVERY_ROW, escapeKey } from "./table/keys";
import { COUNT, INSTANT, type Report, TEXT, mapRows, readRow, rowGuard, rowSchema } from "./table/rows";
import { type StoredRow, type Table } from "./table/table";

const WATCH_PARTITION = "watch";

export const listDueWatches =
  (watches: Table, report: Report) =>
  async (now: Date): Promise<readonly Watch[]> => {
    const where = { property: "nextPollAt", atMost: toInstant(now) };
    const rows = await watches.list(WATCH_PARTITION, EVERY_ROW, { where });
    return mapRows(rows, toWatch, { table: watches.name, partition: WATCH_PARTITION, report });
  };

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

function toWatch({ values, version }: StoredRow): Watch | undefined {
  if (!isWatchRow(values)) return undefined;
  const { instanceId, nextPollAt, lastPollAt, failures, invisible } = values;
  const last = lastPollAt === undefined ? {} : { lastPollAt };
  return { instanceId, nextPollAt, ...last, failures, ...(invisible && { invisible }), version };
}

export const listWatchedInstances = (watches: Table, report: Report) => async (): Promise<readonly string[]> => {
  const rows = await watches.list(WATCH_PARTITION, EVERY_ROW);
  const place = { table: watches.name, partition: WATCH_PARTITION, report };
  return mapRows(rows, toWatch, place).map(({ instanceId }) => instanceId);
};

/** `watches`: the table of that name. */
export const loadWatch =
  (watches: Table) =>
  (instanceId: string): Promise<Watch | undefined> =>
    readRow(watches, WATCH_PARTITION, escapeKey(instanceId), toWatch);

const MAX_TRIES = 5;

/**
 * Makes the watch; where there is one, only its version changes, so that nobody who has read it before can remove it.
 * The touch's id keeps an equal watch from being taken for one that was made just now.
 */
export const touchWatch =
  (watches: Table) =>
  async (instanceId: string, nextPollAt: Instant): Promise<void> => {
    const row = escapeKey(instanceId);
    const touchId = randomUUID();
    for (let tries = 0; tries < MAX_TRIES; tries += 1) {
      const made = await watches.write(WATCH_PARTITION, [
        { kind: "insert", row, values: { instanceId, nextPollAt, failures: 0, touchId } },
      ]);
      if (made.written) return;
      const touched = await watches.write(WATCH_PARTITION, [{ kind: "merge", row, values: { touchId } }]);
      if (touched.written) return;
    }
    throw unavailable(watches.name, new Error("the watch is made and removed again and again"));
  };

/** Moves the watch on while its version is the given one. The claim's id tells two hosts apart that write the same time. */
export const claimWatch =
  (watches: Table) =>
  async ({ instanceId, version }: Watch, nextPollAt: Instant): Promise<"claimed" | "touched"> => {
    const values = { nextPollAt, claimId: randomUUID() };
    const result = await watches.write(WATCH_PARTITION, [
      { kind: "merge", row: escapeKey(instanceId), values, version },
    ]);
    return result.written ? "claimed" : "touched";
  };

/** Only while its version is still the given one. One that is gone already counts as removed. */
export const removeWatch =
  (watches: Table) =>
  async ({ instanceId, version }: Watch): Promise<"removed" | "touched"> => {
    const result = await watches.write(WATCH_PARTITION, [{ kind: "remove", row: escapeKey(instanceId), version }]);
    return result.written || result.found === "missing" ? "removed" : "touched";
  };

type Next = Pick<Watch, "nextPollAt" | "failures" | "invisible">;

/** Sets when to look next, whatever the watch's version, and that a poll has ended now; does nothing when there is none. */
export const rescheduleWatch =
  (watches: Table, now: () => Date) =>
  async (instanceId: string, { nextPollAt, failures, invisible = 0 }: Next): Promise<void> => {
    const values = { nextPollAt, failures, invisible, lastPollAt: toInstant(now()) };
    await watches.write(WATCH_PARTITION, [{ kind: "merge", row: escapeKey(instanceId), values }]);
  };
